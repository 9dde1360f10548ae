"""Pension, gratuity and commutation of a whole state's employees, streamed over all cores."""

import multiprocessing
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tqdm import tqdm

from actions.rules import compute
from bench.rules.employees import Employee, draw
from bench.rules.speed import TODAY

WHOLE_STATE = 1_800_000
CHUNK = 2_000
DA_PERCENT = 58
KIB_A_MIB = 1024
PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Run:
    """What a run came to.

    Attributes:
        totals: counts of people and sums of rupees.
        seconds: from the first employee to the last, starting the processes included.
        processor_seconds: of all worker processes, without what others on the machine took.
        memory: MiB in use by each worker process after its first chunk and after its last.
    """

    num_employees: int
    num_processes: int
    totals: Counter[str]
    seconds: float
    processor_seconds: float
    memory: dict[int, tuple[float, float]]

    @property
    def per_second(self) -> float:
        """Employees, that is triples of computations, per second."""
        return self.num_employees / self.seconds

    @property
    def whole_state_minutes(self) -> float:
        """Minutes that the whole state takes at this speed."""
        return WHOLE_STATE / self.per_second / 60

    @property
    def undisturbed_minutes(self) -> float:
        """Minutes of the whole state with the processors to itself."""
        seconds = self.processor_seconds / self.num_processes
        return WHOLE_STATE / (self.num_employees / seconds) / 60


def run(num_employees: int, *, num_processes: int | None = None) -> Run:
    """Computes everyone, shows how far it is, and keeps nothing but totals.

    Args:
        num_employees: rounded up to whole chunks.
        num_processes: one for each core by default.
    """
    processes = num_processes or os.cpu_count() or 1
    num_chunks = -(-num_employees // CHUNK)
    totals: Counter[str] = Counter()
    memory: dict[int, tuple[float, float]] = {}
    processor_seconds = 0.0
    began = time.perf_counter()
    with (
        # Fresh processes: a fork would count our own memory as theirs.
        multiprocessing.get_context("spawn").Pool(processes) as pool,
        tqdm(total=num_chunks * CHUNK, unit=" employees", smoothing=0.05) as bar,
    ):
        for worker, used, busy, found in pool.imap_unordered(compute_chunk, range(num_chunks)):
            totals.update(found)
            processor_seconds += busy
            first, _ = memory.get(worker, (used, used))
            memory[worker] = (first, used)
            bar.set_postfix_str(f"{sum(last for _, last in memory.values()):.0f} MiB")
            bar.update(CHUNK)
    seconds = time.perf_counter() - began
    return Run(num_chunks * CHUNK, processes, totals, seconds, processor_seconds, memory)


def compute_chunk(chunk: int) -> tuple[int, float, float, Counter[str]]:
    """Computes one chunk: the process, its memory in MiB, its processor seconds, the totals."""
    totals: Counter[str] = Counter()
    began = time.process_time()
    for employee in draw(chunk, CHUNK):
        for name, amount in entitlements(employee):
            totals[f"{name}: people"] += 1
            totals[f"{name}: rupees"] += amount
        totals["employees"] += 1
    return os.getpid(), _memory(), time.process_time() - began, totals


def entitlements(employee: Employee) -> Iterator[tuple[str, int]]:
    """What one employee gets, each with its full answer: sentences, steps and sources."""
    service = {
        "service_years": employee.service_years,
        "service_months": employee.service_months,
    }
    retired = employee.retirement_date.isoformat()
    pension = compute(
        "pension",
        {"last_pay": employee.last_pay, "retirement_date": retired, **service},
        today=TODAY,
    ).result["pension"]
    gratuity = compute(
        "gratuity",
        {
            "kind": "retirement" if pension else "service",
            "emoluments": employee.last_pay,
            "da_percent": DA_PERCENT if pension else None,
            **service,
        },
        today=TODAY,
    ).result["amount"]
    if gratuity:
        yield "gratuity", gratuity
    if pension:
        yield "pension a month", pension
        form = {
            "pension": pension,
            "birth_date": employee.birth_date.isoformat(),
            "retirement_date": retired,
            "application_date": employee.application_date.isoformat(),
        }
        commuted = compute("commutation", form, today=TODAY).result
        yield "commutation", commuted["lump_sum"]


def _memory() -> float:
    """MiB of this process now, by Linux; elsewhere the most it ever had."""
    try:
        with open("/proc/self/statm", encoding="ascii") as status:  # noqa: PTH123 - not a path
            return int(status.read().split()[1]) * PAGE / KIB_A_MIB**2
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB

"""Computations per second of each calculator, beside a process for each computation."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.rules import calculators, compute
from actions.rules.registry import Calculator
from actions.rules.result import to_plain
from actions.rules.yaml_files import read_yaml

TODAY = date(2026, 11, 22)  # a fixed day, so that every run computes the same
TARGET_PER_SECOND = 2_000
TARGET_LOAD_SECONDS = 0.3
LOADING = (
    "import time; began = time.perf_counter();"
    "from actions.rules import calculators; found = calculators();"
    "print(time.perf_counter() - began, len(found))"
)


@dataclass(frozen=True)
class Speed:
    """One calculator: the worked cases it computed, in this process and by the command line."""

    name: str
    num_cases: int
    per_second: float
    command_per_second: float

    @property
    def ratio(self) -> float:
        """How many times as many computations as starting the command line for each."""
        return self.per_second / self.command_per_second


def measure(name: str, *, seconds: float, num_commands: int) -> Speed:
    """Computes a calculator's accepted cases, words and all, over and over.

    Args:
        name: the calculator.
        seconds: time of one of three rounds; the best counts, for others share the machine.
        num_commands: processes started for the command line's own speed.
    """
    cases = list(_accepted(calculators()[name]))
    for values in cases:
        compute(name, values, today=TODAY)
    best = max(_round(name, cases, seconds) for _ in range(3))
    return Speed(name, len(cases), best, _command_per_second(name, cases[0], num_commands))


def load_seconds(times: int = 5) -> float:
    """Median time of finding and reading all calculators in a fresh process."""
    found = [_output(["-c", LOADING]).split()[0] for _ in range(times)]
    return statistics.median(map(float, found))


def _accepted(calculator: Calculator) -> Iterator[dict[str, Any]]:
    for case in read_yaml(calculator.folder / "cases.yaml"):
        if "error" not in case:
            yield to_plain(case["input"])


def _round(name: str, cases: list[dict[str, Any]], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        for values in cases:
            compute(name, values, today=TODAY)
        done += len(cases)
    return done / passed


def _command_per_second(name: str, values: dict[str, Any], times: int) -> float:
    text, began = json.dumps(values), time.perf_counter()
    for _ in range(times):
        _output(["-m", "actions.rules", "compute", name], text)
    return times / (time.perf_counter() - began)


def _output(arguments: list[str], text: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *arguments], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout

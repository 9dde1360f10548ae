"""`python -m bench.load`: messages a second, latency, errors and memory beside a stock Rasa bot.

Both run on this machine in this run, one after the other, each warmed up. The people who talk are
a process of their own, whose processor time is told apart.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bench.load import doors, report, servers, telegram
from bench.load.measuring import Load, Result, measure, warm_up
from bench.load.report import OURS, SOAK_PEOPLE, SOAK_SECONDS, STOCK
from bench.load.servers import NotStarted

# Who reads an answer and types the next question rests longer than this.
PAUSE_SECONDS = 0.25
# A chat may get one message a second: who asks faster only waits for Telegram.
CHAT_PAUSE_SECONDS = 1.2
# 200 people then send 28.6 messages a second; a bot may send 30.
CHAT_SOAK_PAUSE_SECONDS = 7.0
QUICK_SECONDS = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and reports; 1 when a server did not start, or when `--strict` misses a target."""
    given = _read(arguments)
    # Asked to end, it ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        results = list(_measure(given))
    except NotStarted as error:
        sys.stderr.write(f"{error}\n")
        return 1
    held = report.targets(results)
    texts = (
        *(report.table(results), report.details(results)),
        *(report.bounds(results), report.verdicts(held)),
    )
    sys.stdout.write("\n" + "\n".join(texts))
    failed = any(result.num_errors for result in results if result.server == OURS)
    missed = given.strict and not all(one.is_met for one in held)
    return int(failed or missed)


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=20.0, help="of each measurement")
    parser.add_argument("--doors", nargs="+", default=list(doors.DOORS), choices=doors.DOORS)
    parser.add_argument("--quick", action="store_true", help="10 people, 10 s, REST, no stock bot")
    parser.add_argument("--soak", action="store_true", help="200 people for 5 minutes, too")
    parser.add_argument("--no-stock", action="store_true", help="leave the stock bot out")
    parser.add_argument("--strict", action="store_true", help="a missed target is a failure")
    given = parser.parse_args(arguments)
    if given.quick:
        given.concurrency, given.seconds, given.doors = [10], QUICK_SECONDS, ["rest"]
        given.no_stock = True
    return given


def _measure(given: argparse.Namespace) -> Iterator[Result]:
    with (
        tempfile.TemporaryDirectory(prefix="sahayak-load-") as folder,
        _start(given.doors, Path(folder)) as server,
    ):
        warm_up(server, OURS, given.doors)
        for door in given.doors:
            loads = _chat_loads(given) if door == "telegram" else _loads(given)
            yield from _series(server, OURS, door, loads)
    if not given.no_stock:
        with servers.stock() as server:
            full = [load for load in _loads(given, soak=False) if not load.pause_seconds]
            warm_up(server, STOCK, ["rest"])
            yield from _series(server, STOCK, "rest", full)


def _start(through: Sequence[str], folder: Path) -> AbstractContextManager[servers.Server]:
    is_on_telegram = "telegram" in through
    return telegram.sahayak_on_telegram(folder) if is_on_telegram else servers.sahayak(folder)


def _series(
    server: servers.Server, name: str, door: str, loads: Sequence[Load]
) -> Iterator[Result]:
    for load in loads:
        result = measure(server, name, door, load)
        sys.stdout.write(report.table([result]).splitlines()[1] + "\n")
        sys.stdout.flush()
        yield result


def _loads(given: argparse.Namespace, *, soak: bool = True) -> list[Load]:
    loads = [Load(people, given.seconds) for people in given.concurrency]
    loads.append(Load(report.P95_PEOPLE, given.seconds, PAUSE_SECONDS))
    if given.soak and soak:
        loads.append(Load(SOAK_PEOPLE, SOAK_SECONDS))
    return loads


def _chat_loads(given: argparse.Namespace) -> list[Load]:
    """Everybody rests, so that what is measured is not the pause that a chat has to keep."""
    crowds = dict.fromkeys([*given.concurrency, report.P95_PEOPLE])
    loads = [Load(people, given.seconds, CHAT_PAUSE_SECONDS) for people in crowds]
    if given.soak:
        loads.append(Load(SOAK_PEOPLE, SOAK_SECONDS, CHAT_SOAK_PAUSE_SECONDS))
    return loads


if __name__ == "__main__":
    sys.exit(main())

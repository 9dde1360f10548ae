"""`python -m bench.scale`: what a cluster carries on this machine, part after part.

Needs PostgreSQL (TEST_POSTGRES_URL), redis-server and nginx; makes databases of its own and drops
them. `docs/capacity.md` reads the figures for two million people.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence

from bench.load.servers import NotStarted
from bench.scale import report, sections

QUICK_PARTS = ("gateway", "lookups", "notices")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 when something did not start, 2 for a target missed if `--strict`."""
    given = _read(arguments)
    # Asked to end, it ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    held: list[report.Target] = []
    try:
        for text, targets in _run(given):
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
            held += targets
    except NotStarted as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{report.verdicts(held)}{_surroundings()}")
    return 2 if given.strict and not all(one.is_met for one in held) else 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=sections.PARTS, help="all by default")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each measurement")
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--offered", type=float, default=50.0, help="messages a second")
    parser.add_argument("--applications", type=int, default=2_000_000)
    parser.add_argument("--lookups", type=int, default=5_000)
    parser.add_argument("--notices", type=int, default=100_000)
    parser.add_argument("--drain-seconds", type=float, default=3600.0, help="for the notices")
    parser.add_argument("--soak-minutes", type=int, default=0, help="at 30 messages a second")
    parser.add_argument("--no-stock", action="store_true", help="leave the stock bot out")
    parser.add_argument("--quick", action="store_true", help="small, in half a minute, no Rasa")
    parser.add_argument("--strict", action="store_true", help="a missed target is a failure")
    given = parser.parse_args(arguments)
    if given.quick:
        given.seconds, given.applications, given.lookups = 1.0, 5_000, 200
        given.notices, given.parts = 300, given.parts or list(QUICK_PARTS)
    return given


def _run(given: argparse.Namespace) -> Iterator[tuple[str, list[report.Target]]]:
    for name, part in sections.PARTS.items():
        if name in (given.parts or sections.PARTS):
            yield from part(given)


def _surroundings() -> str:
    one, five, fifteen = os.getloadavg()
    return (
        f"\n{os.cpu_count()} cores; load average at the end {one:.1f}, {five:.1f}, {fifteen:.1f} "
        "(others' work included: on a busy machine processor time tells more than rates)\n"
    )


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench.chaos`: breaks a running cluster and counts what was lost.

It starts PostgreSQL, Redis and the cluster on ports of its own and ends them afterwards. Exit
status 1 when a target was missed.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bench.chaos.faults import FAULTS, QUICK
from bench.chaos.report import table
from bench.chaos.run import Plan, run
from bench.chaos.servers import NotThere


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--conversations", type=int, default=50, metavar="N")
    parser.add_argument("--fault", action="append", choices=FAULTS, help="may be repeated")
    parser.add_argument("--quick", action="store_true", help="20 conversations, fewer faults")
    chosen = parser.parse_args(arguments)
    names = tuple(chosen.fault or (QUICK if chosen.quick else FAULTS))
    number = 20 if chosen.quick else chosen.conversations
    try:
        outcome = asyncio.run(run(Plan(names, number, is_quick=chosen.quick), tell=_tell))
    except NotThere as error:
        _tell(f"It could not be tried: {error}")
        return 1
    _tell(table(outcome))
    return 0 if outcome.is_met else 1


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""`python -m store`: migrate, import, demo, sweep."""

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from store import demo, retention
from store.engine import session
from store.errors import StoreError
from store.import_file import FileRefused
from store.importer import import_file
from store.migrate import migrate
from store.settings import settings

_INDIA = timezone(timedelta(hours=5, minutes=30))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 done in part or database trouble, 2 wrong use or file."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        parser.print_help()
        return 0
    try:
        if chosen.command == "migrate":
            return _say(f"database is at {migrate()}")
        if chosen.command == "import":
            return _import(chosen.file)
        return _demo() if chosen.command == "demo" else _sweep()
    except (FileRefused, OSError) as error:
        return _fail(str(error), 2)
    except StoreError as error:
        return _fail(f"{error}; try again", 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m store", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("migrate", help="bring the database to the newest tables")
    load = commands.add_parser("import", help="load a department's export of applications")
    load.add_argument("file", type=Path, metavar="FILE.csv")
    commands.add_parser("demo", help=f"add {demo.TOTAL:,} invented applications to try")
    commands.add_parser("sweep", help="erase what has served its purpose")
    return parser


def _import(file: Path) -> int:
    migrate()
    # Rows make no cycles, and looking for some as often as usual takes an eighth of the time.
    gc.set_threshold(100_000, 20, 50)
    now = datetime.now(timezone.utc)
    report = import_file(file, now=now, today=now.astimezone(_INDIA).date())
    _say(
        f"inserted {report.inserted:,}, updated {report.updated:,}, "
        f"unchanged {report.unchanged:,}, rejected {report.rejected:,}, "
        f"repeated in the file {report.repeated:,}"
    )
    if report.rejects:
        _say(f"lines that were not loaded, with reasons: {report.rejects}")
    return 1 if report.rejected else 0


def _demo() -> int:
    migrate()
    now = datetime.now(timezone.utc)
    with session() as opened:
        added = demo.load(opened, now=now, today=now.astimezone(_INDIA).date())
    _say(f"{added:,} invented applications added; to try:")
    for example in demo.examples():
        _say(f"  {example.number}  mobile {example.mobile}  {example.about['en']}")
    return 0


def _sweep() -> int:
    migrate()
    with session() as opened:
        erased = retention.sweep(
            opened,
            now=datetime.now(timezone.utc),
            transcript_days=settings.transcript_days,
        )
    return _say("erased " + ", ".join(f"{count:,} {what}" for what, count in erased.items()))


def _say(text: str) -> int:
    sys.stdout.write(text + "\n")
    return 0


def _fail(text: str, status: int) -> int:
    sys.stderr.write(f"python -m store: {text}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())

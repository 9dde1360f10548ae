"""`python -m store`: the database: migrate, import, demo, sweep, back up, rotate keys."""

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from store import commands, demo, demo_desk, demo_progress, retention
from store.backup import cli as backup
from store.backup.archive import BackupRefused
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
        if chosen.command in backup.NAMES:
            return _say(backup.run(chosen))
        if chosen.command == "migrate":
            return _say(f"database is at {migrate()}")
        if chosen.command == "import":
            return _import(chosen.file)
        if chosen.command == "demo":
            return _demo() if chosen.advance is None else _advance(chosen.advance)
        if chosen.command == "rotate-keys":
            return _end(*commands.rotate_keys())
        if chosen.command == "retention":
            return _end(*commands.report(chosen.language))
        return _sweep()
    except (BackupRefused, FileRefused, OSError) as error:
        return _fail(str(error), 2)
    except StoreError as error:
        return _fail(f"{error}; try again", 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m store", description=__doc__)
    named = parser.add_subparsers(dest="command", metavar="COMMAND")
    named.add_parser("migrate", help="bring the database to the newest tables")
    load = named.add_parser("import", help="load a department's export of applications")
    load.add_argument("file", type=Path, metavar="FILE.csv")
    invented = named.add_parser("demo", help=f"add {demo.TOTAL:,} invented applications to try")
    invented.add_argument(
        "--advance", type=int, metavar="N", help="move N of them on, so that subscribers are told"
    )
    named.add_parser("sweep", help="erase what has served its purpose")
    report = named.add_parser(
        "retention", help="what is kept, why and for how long; fails if anything is overdue"
    )
    report.add_argument("--language", choices=("en", "hi"), default="en")
    named.add_parser("rotate-keys", help="seal everything anew under the newest SECRET_KEY")
    backup.add_commands(named)
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
    with session() as opened:
        demo_desk.load(opened, now=now)
        invitations = demo_desk.invite(opened, now=now)
    for login, token in invitations.items():
        _say(f"  helpdesk, {login}: {settings.public_url}/desk/invitation/{token}")
    return 0


def _advance(count: int) -> int:
    if count < 1:
        return _fail("--advance takes a number from 1 on", 2)
    migrate()
    now = datetime.now(timezone.utc)
    with session() as opened:
        moved = demo_progress.advance(opened, count, now=now, today=now.astimezone(_INDIA).date())
    return _say(f"{moved:,} invented applications moved on")


def _sweep() -> int:
    migrate()
    with session() as opened:
        erased = retention.sweep(
            opened,
            now=datetime.now(timezone.utc),
            transcript_days=settings.transcript_days,
        )
    return _say("erased " + ", ".join(f"{count:,} {what}" for what, count in erased.items()))


def _end(text: str, status: int) -> int:
    _say(text)
    return status


def _say(text: str) -> int:
    sys.stdout.write(text + "\n")
    return 0


def _fail(text: str, status: int) -> int:
    sys.stderr.write(f"python -m store: {text}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())

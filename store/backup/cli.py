"""The words and options of `python -m store backup`, `verify` and `restore`."""

import argparse
from pathlib import Path
from typing import Any

from store.backup import commands
from store.backup.archive import Manifest
from store.settings import settings

NAMES = ("backup", "verify", "restore")
_OTHER_KEY = (
    "  It was made under another SECRET_KEY: sealed values in it cannot be opened with this one."
)


def add_commands(parsers: Any) -> None:
    """Adds the three commands to an `argparse` collection of commands."""
    made = parsers.add_parser("backup", help="back the database up while it is in use")
    checked = parsers.add_parser("verify", help="check a back-up from end to end")
    restored = parsers.add_parser("restore", help="put a back-up in the database's place")
    for parser in (made, checked, restored):
        parser.add_argument("file", type=Path, metavar="FILE")
    restored.add_argument(
        "--replace", action="store_true", help="give up the rows that the database holds now"
    )


def run(chosen: argparse.Namespace) -> str:
    """Runs the chosen command; returns what to tell.

    Raises:
        BackupRefused: it cannot be done; the text says why.
        StoreError: the database is busy or away.
    """
    file = chosen.file.absolute()
    if chosen.command == "backup":
        return f"backed up: {_describe(commands.make(file, settings.database_url))}"
    if chosen.command == "verify":
        return f"sound: {_describe(commands.verify(file))}"
    manifest = commands.restore(file, settings.database_url, replace=chosen.replace)
    return f"restored: {_describe(manifest)}"


def _describe(manifest: Manifest) -> str:
    line = (
        f"{manifest.num_rows:,} rows of {len(manifest.tables)} tables, {manifest.database} at "
        f"{manifest.revision}, {manifest.made_at}, sha256 {manifest.sha256}"
    )
    return line if manifest.has_our_key else f"{line}\n{_OTHER_KEY}"

"""`python -m bot curate`: what the gateway starts beside itself for curators."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.lint import find_faults
from bot.training.overlay import OverlayError, build_project
from store.settings import settings

ROOT = Path(__file__).resolve().parents[2]
_NICE = 10


def main(arguments: Sequence[str]) -> int:
    """Runs the subcommand; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot curate", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("gather", help="take in messages that were not answered well")
    commands.add_parser("lint", help="check answers that standard input gives as JSON")
    check = commands.add_parser("check", help="train a candidate and compare it")
    check.add_argument("release", type=int)
    given = parser.parse_args(arguments)
    if given.command == "lint":
        return _lint(json.load(sys.stdin))
    # Somebody waits for the lint, nobody for these; they import what the lint does without.
    os.nice(_NICE)
    if given.command == "gather":
        from bot.curation.gather import gather

        return gather(ROOT)
    from bot.curation.check import check as run

    return run(ROOT, settings.data_dir, given.release)


def _lint(files: dict[str, str]) -> int:
    """Writes the faults that the project would have with these files, as JSON."""
    with tempfile.TemporaryDirectory(prefix="sahayak-") as place:
        root = Path(place)
        try:
            build_project(ROOT, files, root)
            faults = find_faults(root / "data")
        except OverlayError as error:
            faults = [Fault("unreadable", {"detail": error})]
    json.dump([_told(fault, root) for fault in faults], sys.stdout, ensure_ascii=False)
    return 1 if faults else 0


def _told(fault: Fault, root: Path) -> dict[str, object]:
    both = {language: fault.say(language).replace(f"{root}/", "") for language in ("hi", "en")}
    return {
        "code": fault.code,
        "file": fault.path.replace(f"{root}/", ""),
        "values": {key: str(value) for key, value in fault.values.items()},
        "message": both,
    }

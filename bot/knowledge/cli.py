"""`python -m bot knowledge`: checks, counts and reports on the answers."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge import report
from bot.knowledge.entries import KnowledgeError, load_knowledge
from bot.knowledge.lint import lint
from bot.knowledge.paragraphs import load_outlines
from store.documents import Section, fetch_sections
from store.engine import session
from store.errors import StoreError

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "actions" / "rules"
_INDIA = timezone(timedelta(hours=5, minutes=30))


def main(argv: Sequence[str]) -> int:
    """Runs the subcommand; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot knowledge", description=__doc__)
    parser.add_argument("command", choices=["lint", "count", "report"])
    parser.add_argument("--root", type=Path, default=Path("data"))
    arguments = parser.parse_args(argv)
    run = {"lint": _lint, "count": _count, "report": _report}[arguments.command]
    return run(arguments.root)


def _lint(root: Path) -> int:
    faults = lint(root)
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(f"{len(faults)} faults in the knowledge folder\n")
    return 1 if faults else 0


def _count(root: Path) -> int:
    entries = load_knowledge(root).entries.values()
    for topic, number in sorted(Counter(entry.topic for entry in entries).items()):
        sys.stdout.write(f"{topic:16} {number:4}\n")
    examples = sum(len(texts) for entry in entries for texts in entry.examples.values())
    sys.stdout.write(f"{'all':16} {len(entries):4} answers, {examples} examples\n")
    return 0


def _report(root: Path) -> int:
    """What is found is for people to weigh: the status is 0 unless a file cannot be read."""
    today = datetime.now(_INDIA).date()
    try:
        knowledge, outlines = load_knowledge(root), load_outlines(root)
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in report.lines(knowledge, outlines, _sections(), rules=RULES, today=today):
        sys.stdout.write(line + "\n")
    return 0


def _sections() -> list[Section]:
    """Those of the documents loaded into the store; none where there is no store yet."""
    try:
        with session(read_only=True) as db:
            return fetch_sections(db)
    except (StoreError, SQLAlchemyError):
        sys.stderr.write("The store cannot be read: loaded documents are left out.\n")
        return []

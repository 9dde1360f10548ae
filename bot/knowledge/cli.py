"""`python -m bot knowledge`: checks and counts the answers."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from bot.knowledge.entries import load_knowledge
from bot.knowledge.lint import lint


def main(argv: list[str]) -> int:
    """Runs the subcommand; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot knowledge")
    parser.add_argument("command", choices=["lint", "count"])
    parser.add_argument("--root", type=Path, default=Path("data"))
    arguments = parser.parse_args(argv)
    return {"lint": _lint, "count": _count}[arguments.command](arguments.root)


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

"""`python -m bot nlu-report [--out FILE]`: cross-validates the examples and writes the page."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.knowledge.entries import KnowledgeError
from bot.knowledge.examples import read_examples
from bot.nlu_report.crossval import read_unseen
from bot.nlu_report.findings import find
from bot.nlu_report.page import render

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_OUT = Path("var/nlu-report.html")


def main(arguments: Sequence[str]) -> int:
    """Writes the page and says in one line what stands in it."""
    parser = argparse.ArgumentParser(prog="python -m bot nlu-report", description=__doc__)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="default %(default)s")
    given = parser.parse_args(arguments)
    try:
        examples = read_examples(ROOT / "data")
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    today = datetime.now().astimezone().date()
    readings = read_unseen(examples, progress=_progress)
    findings = find(readings)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(render(findings, today, ROOT), encoding="utf-8")
    scripts = ", ".join(f"{name} {share:.1%}" for name, share in findings.by_script.items())
    sys.stdout.write(
        f"{len(readings)} examples, {findings.accuracy:.1%} right ({scripts}): {given.out}\n"
    )
    return 0


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {of} parts" + ("\n" if done == of else ""))

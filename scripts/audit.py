"""`make audit`: known faults of the packages we use, held against docs/audit-decisions.yml.

Exit status: 0 when everything that was found is decided; 1 when something is not, or a decision no
longer fits; 3 when the advisory services could not be asked, which is no good news either.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from audit_findings import (
    Decision,
    Fault,
    NotAsked,
    judge,
    moved,
    read_decisions,
    read_lock,
    read_npm_audit,
    read_pip_audit,
)

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "docs" / "audit-decisions.yml"
UV = ROOT / ".tools" / "uv" / "bin" / "uv"
PIP_AUDIT = "pip-audit==2.10.1"
DONE, OPEN, NOT_ASKED = 0, 1, 3
Reader = Callable[[str], list[Fault]]


def export_lock() -> str:
    """What uv.lock pins, one package a line."""
    command = [str(UV), "export", "--frozen", "--no-hashes", "--no-emit-project", "--quiet"]
    return _run(command)


def ask_pip_audit(lock: str) -> str:
    """What pip-audit says of the pinned packages; it runs in an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "requirements.txt"
        pinned.write_text(lock, encoding="utf-8")
        audit = ["pip-audit", "--no-deps", "--disable-pip", "--format", "json", "-r", str(pinned)]
        tool = [str(UV), "tool", "run", "--python", sys.executable, "--from", PIP_AUDIT]
        return _run([*tool, *audit])


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - commands of this file
            command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ
        )
    except OSError as error:
        raise NotAsked(f"{command[0]} cannot be run: {error.strerror}") from None
    return done.stdout


def main(arguments: Sequence[str]) -> int:
    """Asks, compares and reports; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--pip-audit", type=Path, help="a recorded answer instead of asking")
    parser.add_argument("--npm-audit", type=Path, help="a recorded answer instead of asking")
    given = parser.parse_args(arguments)
    decisions = read_decisions(DECISIONS.read_text(encoding="utf-8"))
    lock = export_lock()
    faults: list[Fault] = []
    asked, silent = set(), []
    sources: list[tuple[str, Reader, Path | None, Callable[[], str]]] = [
        ("pypi", read_pip_audit, given.pip_audit, partial(ask_pip_audit, lock)),
        ("npm", read_npm_audit, given.npm_audit, partial(_run, ["npm", "audit", "--json"])),
    ]
    for ecosystem, read, file, ask in sources:
        try:
            faults += read(file.read_text(encoding="utf-8") if file else ask())
            asked.add(ecosystem)
        except NotAsked as reason:
            silent.append(f"NOT ASKED ({ecosystem}): {reason}")
    wrong = judge(faults, decisions, asked=asked, today=date.today())  # noqa: DTZ011 - a day
    return _report([*wrong, *moved(decisions, read_lock(lock))], silent, faults, decisions)


def _report(
    wrong: list[str], silent: list[str], faults: list[Fault], decisions: list[Decision]
) -> int:
    for line in [*wrong, *silent]:
        sys.stderr.write(f"{line}\n")
    if wrong:
        sys.stderr.write(f"Decide in {DECISIONS.relative_to(ROOT)}, or change the version.\n")
        return OPEN
    if silent:
        sys.stderr.write(
            "This is NOT a clean audit: run it where pypi.org and registry.npmjs.org answer.\n"
            "यह साफ़ जाँच नहीं है: इसे वहाँ चलाएँ जहाँ pypi.org और registry.npmjs.org उत्तर देते हैं।\n"
        )
        return NOT_ASKED
    num_decided = sum(len(one.advisories) for one in decisions)
    sys.stdout.write(f"{len(faults)} known faults, all decided ({num_decided} advisories).\n")
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The audit log's actions have names in both languages."""

import re
from pathlib import Path

from console.accounts.audit_words import describe, name_action
from console.times import now
from store.models_staff import AuditEntry

CONSOLE = Path(__file__).resolve().parents[2] / "console"
_ACTION = re.compile(
    r'"((?:access|answer|application|audit|call|curation|draft|release|session|staff|ticket)'
    r'\.[a-z_]+)"'
)


def test_every_action_has_a_name():
    written = {
        action
        for path in CONSOLE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        for action in _ACTION.findall(line)
    }
    written -= {one for one in written if one.endswith(".nav")}
    assert len(written) > 30
    unnamed = {one for one in written if one in (name_action(one, "hi"), name_action(one, "en"))}
    assert unnamed == set()


def test_details_read_as_words():
    entry = AuditEntry(
        sequence=1, at=now(), actor="desk", action="ticket.requeued", subject="tickets",
        details='{"tickets": ["T-2026-000005", "T-2026-000006"], "way": "x"}',
    )  # fmt: skip
    assert describe(entry, "en")["details"] == "tickets: T-2026-000005, T-2026-000006; way: x"

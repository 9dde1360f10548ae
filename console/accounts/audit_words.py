"""Lines of the audit log in words; actions are named in `audit_actions` of every strings file."""

import json
from functools import cache
from typing import Any

from console.words import strings
from store.models_staff import AuditEntry


def describe(row: AuditEntry, language: str) -> dict[str, Any]:
    """A line as the pages show it."""
    details = json.loads(row.details)
    return {
        "number": row.sequence,
        "at": row.at,
        "actor": row.actor,
        "action": name_action(row.action, language),
        "subject": row.subject,
        "details": "; ".join(f"{name}: {_plain(value)}" for name, value in details.items()),
    }


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def name_action(action: str, language: str) -> str:
    """The name in a language; the action itself where no file names it (`POST /tickets`)."""
    names = _names().get(action)
    return names[language] if names else action


@cache
def _names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for file in strings().values():
        found.update(file.get("audit_actions", {}))
    return found

"""Reading the audit log: filtered, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models_staff import AuditEntry

_columns = AuditEntry.__table__.c


@dataclass(frozen=True)
class Filter:
    """What lines must have; empty: anything. `action` may be its beginning: `staff.`."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    before: datetime | None = None


def fetch_page(
    session: Session, wanted: Filter, *, offset: int, limit: int
) -> tuple[list[AuditEntry], int]:
    """Lines, the newest first, and how many there are."""
    conditions = _conditions(wanted)
    total = session.execute(
        select(func.count()).select_from(AuditEntry).where(*conditions)
    ).scalar_one()
    query = (
        select(AuditEntry)
        .where(*conditions)
        .order_by(_columns.sequence.desc())
        .offset(offset)
        .limit(limit)
    )
    return list(session.execute(query).scalars()), int(total)


def _conditions(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.actor:
        found.append(_columns.actor == wanted.actor)
    if wanted.action:
        found.append(_columns.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        found.append(_columns.subject == wanted.subject)
    if wanted.since is not None:
        found.append(_columns.at >= wanted.since)
    if wanted.before is not None:
        found.append(_columns.at < wanted.before)
    return found

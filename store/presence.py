"""Which of the staff are at their desks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models_staff import Staff, StaffSession
from store.staff_sessions import Limits


@dataclass(frozen=True)
class Present:
    """Someone who is signed in, and when they last asked for a page."""

    id: int
    name: str
    role: str
    seen_at: datetime


def fetch_present(session: Session, limits: Limits, *, now: datetime) -> list[Present]:
    """Everyone with a session that counts, the most recent first."""
    columns = StaffSession.__table__.c
    seen = func.max(columns.seen_at).label("seen")
    rows = session.execute(
        select(Staff.id, Staff.name, Staff.role, seen)
        .join(StaffSession, columns.staff_id == Staff.id)
        .where(
            Staff.__table__.c.is_active.is_(True),
            columns.stage == "full",
            columns.seen_at > now - limits.idle,
            columns.created_at > now - limits.absolute,
        )
        .group_by(Staff.id, Staff.name, Staff.role)
        .order_by(seen.desc())
    ).all()
    return [Present(row.id, row.name, row.role, row.seen) for row in rows]

"""Links by which somebody sets the password of their account. Only digests are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models_staff import Staff, StaffInvitation

_table = StaffInvitation.__table__
_columns = _table.c
_is_active = Staff.__table__.c.is_active

LIFE = timedelta(hours=72)


def invite(session: Session, staff_id: int, *, now: datetime) -> str:
    """The token of a new invitation; an earlier one of the account no longer counts."""
    withdraw(session, staff_id)
    token = secrets.token_urlsafe(32)
    session.add(
        StaffInvitation(staff_id=staff_id, token_digest=_digest(token), expires_at=now + LIFE)
    )
    session.flush()
    return token


def fetch(session: Session, token: str, *, now: datetime) -> Staff | None:
    """Whom a token invites; None when it was used, replaced, is too old or none of ours."""
    query = (
        select(Staff)
        .join(StaffInvitation, StaffInvitation.staff_id == Staff.id)
        .where(
            _columns.token_digest == _digest(token),
            _columns.expires_at > now,
            _is_active.is_(True),
        )
    )
    return session.execute(query).scalar()


def use(session: Session, token: str, *, now: datetime) -> Staff | None:
    """Like `fetch`, and the token is used up: of two that use it at once, one gets None."""
    found = fetch(session, token, now=now)
    used = session.execute(_table.delete().where(_columns.token_digest == _digest(token)))
    return found if used.rowcount else None


def withdraw(session: Session, staff_id: int) -> None:
    """The account's invitation no longer counts."""
    session.execute(_table.delete().where(_columns.staff_id == staff_id))


def expires_at(session: Session, staff_id: int, *, now: datetime) -> datetime | None:
    """Until when an invitation of the account counts; None without one."""
    query = select(_columns.expires_at).where(
        _columns.staff_id == staff_id, _columns.expires_at > now
    )
    return session.execute(query).scalar()


def erase_expired(session: Session, *, now: datetime) -> int:
    """Erases what no longer counts; how many."""
    return int(session.execute(_table.delete().where(_columns.expires_at <= now)).rowcount)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

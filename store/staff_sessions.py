"""Browsers signed in to the helpdesk. Only digests of their tokens are kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from store.models_staff import Staff, StaffSession

_table = StaffSession.__table__
_columns = _table.c
_is_active = Staff.__table__.c.is_active
# Each request says that a session is in use; once a minute is exact enough.
_SEEN_EVERY = timedelta(minutes=1)
# A password was right and the second factor is awaited.
TOTP_LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without a request, and at all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class OpenSession:
    """A session that counts, and whose it is."""

    id: int
    stage: str
    staff: Staff


def token_digest(token: str) -> str:
    """How a token is stored. Without a key: it is random enough, and outlives a change of keys."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(
    session: Session, staff_id: int, token: str, *, stage: str, device: str, now: datetime
) -> int:
    """Keeps a new session: `full`, or `totp` while the second factor is awaited; its id."""
    row = StaffSession(
        token_digest=token_digest(token),
        staff_id=staff_id,
        stage=stage,
        device=device[:80],
        created_at=now,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    return int(row.id)


def fetch_open(
    session: Session, token: str, limits: Limits, *, now: datetime
) -> OpenSession | None:
    """The session of a token, unless it ended, is too old or its account is switched off."""
    query = (
        select(StaffSession, Staff)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(_columns.token_digest == token_digest(token), _is_active.is_(True))
    )
    found = session.execute(query).first()
    if found is None or is_over(found[0], limits, now):
        return None
    return OpenSession(found[0].id, found[0].stage, found[1])


def needs_touch(session: Session, session_id: int, *, now: datetime) -> bool:
    """Whether a request should be noted: the last one noted is more than a minute ago."""
    seen = session.execute(select(_columns.seen_at).where(_columns.id == session_id)).scalar()
    return seen is not None and now - seen > _SEEN_EVERY


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Notes a request: the idle time counts from here."""
    session.execute(_table.update().where(_columns.id == session_id).values(seen_at=now))


def fetch_of(session: Session, staff_id: int) -> list[StaffSession]:
    """All sessions of an account, the newest first."""
    query = (
        select(StaffSession)
        .where(_columns.staff_id == staff_id, _columns.stage == "full")
        .order_by(_columns.id.desc())
    )
    return list(session.execute(query).scalars())


def end(session: Session, staff_id: int, session_id: int) -> bool:
    """Signs one browser out; False when the account has no such session."""
    done = session.execute(
        _table.delete().where(_columns.id == session_id, _columns.staff_id == staff_id)
    )
    return bool(done.rowcount)


def end_all(session: Session, staff_id: int, *, but: int | None = None) -> int:
    """Signs all browsers of an account out, but for one; how many."""
    query = _table.delete().where(_columns.staff_id == staff_id)
    if but is not None:
        query = query.where(_columns.id != but)
    return int(session.execute(query).rowcount)


def erase_over(session: Session, limits: Limits, *, now: datetime) -> int:
    """Erases what no longer counts; how many."""
    too_old = or_(
        _columns.seen_at <= now - limits.idle, _columns.created_at <= now - limits.absolute
    )
    return int(session.execute(_table.delete().where(too_old)).rowcount)


def is_over(row: StaffSession, limits: Limits, now: datetime) -> bool:
    """Whether a session no longer counts."""
    if row.stage == "totp":
        return now - row.created_at >= TOTP_LIFE
    return now - row.seen_at >= limits.idle or now - row.created_at >= limits.absolute

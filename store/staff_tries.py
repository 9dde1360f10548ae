"""Wrong passwords and codes in a row. Logins that do not exist count like those that do."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from store.engine import serialise
from store.keys import digest
from store.models_staff import StaffTries
from store.staff import clean_login

_table = StaffTries.__table__
_columns = _table.c

MOST = 5
LOCK_OUT = timedelta(minutes=15)
# Whoever mistyped yesterday starts anew.
_FORGOTTEN_AFTER = timedelta(days=1)


def take(session: Session, login: str, *, now: datetime) -> bool:
    """Takes one try before it is known whether it is right, so that many at once gain nothing.

    Returns:
        False while the login is locked out: then no password and no code is right.
    """
    name = _name(login)
    serialise(session, f"staff-tries:{name}")
    row = session.get(StaffTries, name)
    if row is None:
        row = StaffTries(login_hmac=name, num_wrong=0, last_at=now)
        session.add(row)
    if row.locked_until is not None:
        if row.locked_until > now:
            return False
        row.num_wrong, row.locked_until = 0, None
    row.num_wrong, row.last_at = row.num_wrong + 1, now
    if row.num_wrong >= MOST:
        row.locked_until = now + LOCK_OUT
    session.flush()
    return True


def locked_until(session: Session, login: str, *, now: datetime) -> datetime | None:
    """When a login may be tried again; None when it may now."""
    row = session.get(StaffTries, _name(login))
    if row is None or row.locked_until is None or row.locked_until <= now:
        return None
    return row.locked_until


def clear(session: Session, login: str) -> None:
    """Somebody signed in, or an administrator unlocks."""
    row = session.get(StaffTries, _name(login))
    if row is not None:
        session.delete(row)
        session.flush()


def erase_old(session: Session, *, now: datetime) -> int:
    """Erases what is forgotten; how many."""
    query = _table.delete().where(_columns.last_at < now - _FORGOTTEN_AFTER)
    return int(session.execute(query).rowcount)


def _name(login: str) -> str:
    return digest("staff-tries", clean_login(login))

"""How often something may be done in a day: counts in the store, so that a restart forgets none.

Whose count it is stands there as a keyed digest only.
"""

from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.keys import stable_digest
from store.models_turns import DailyCount
from store.statements import compiled_once

#: The day of a limit begins at midnight in India.
INDIA = timezone(timedelta(hours=5, minutes=30))
_table = DailyCount.__table__


class DailyLimit:
    """At most `limit` a day in one scope, such as messages of one conversation."""

    def __init__(self, scope: str, limit: int) -> None:
        """Names the limit.

        Args:
            scope: names what is counted; counts of different scopes are apart.
            limit: how many are allowed from one midnight in India to the next; 0 for no limit.
        """
        self._scope = scope
        self._limit = limit

    def take(self, session: Session, key: str, *, now: datetime) -> datetime | None:
        """Counts one of `key`; None when it is allowed, else the moment from which it is again.

        What is refused is not counted.
        """
        if self._limit <= 0:
            return None
        today = now.astimezone(INDIA).date()
        statement = _POSTGRES if session.get_bind().dialect.name == "postgresql" else _SQLITE
        counted = session.execute(
            statement,
            {
                "new_scope": self._scope,
                "new_key": stable_digest("daily-count", self._scope, key),
                "new_day": today,
                "most": self._limit,
            },
        )
        return None if counted.rowcount == 1 else next_midnight(today)

    def count(self, session: Session, key: str, *, now: datetime) -> int:
        """How many of `key` were counted today."""
        found = session.execute(
            select(_table.c.count).where(
                _table.c.scope == self._scope,
                _table.c.key_hmac == stable_digest("daily-count", self._scope, key),
                _table.c.day == now.astimezone(INDIA).date(),
            )
        ).scalar_one_or_none()
        return found or 0


def next_midnight(today: date) -> datetime:
    """The moment at which a day in India ends."""
    return datetime.combine(today + timedelta(days=1), time(0), INDIA).astimezone(timezone.utc)


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases the counts of days that ended before a moment; returns how many."""
    first_kept = before.astimezone(INDIA).date()
    return int(session.execute(delete(_table).where(_table.c.day < first_kept)).rowcount)


def _counting(dialect: object) -> object:
    """One statement that counts up to the limit and changes no row beyond it, made once."""
    insert = dialect.insert(_table).values(  # type: ignore[attr-defined]
        scope=bindparam("new_scope"),
        key_hmac=bindparam("new_key"),
        day=bindparam("new_day"),
        count=1,
    )
    return insert.on_conflict_do_update(
        index_elements=["scope", "key_hmac", "day"],
        set_={"count": _table.c.count + 1},
        where=_table.c.count < bindparam("most"),
    )


_SQLITE = compiled_once(_counting(sqlite), sqlite)
_POSTGRES = compiled_once(_counting(postgresql), postgresql)

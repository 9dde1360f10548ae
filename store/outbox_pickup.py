"""Messages that wait for a channel which can only answer: they go in front of the next replies."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from store.models_telegram import OutgoingMessage

_table = OutgoingMessage.__table__
_WAITING = (
    select(_table.c.id, _table.c.payload)
    .where(
        _table.c.conversation == bindparam("whose"),
        _table.c.status == "pending",
        or_(_table.c.not_before.is_(None), _table.c.not_before <= bindparam("until")),
    )
    .order_by(_table.c.id)
    .limit(20)
)


def pick_up(session: Session, conversation: str, *, now: datetime) -> list[dict[str, Any]]:
    """The waiting messages of a conversation as replies, oldest first; they wait no longer."""
    rows = session.execute(_WAITING, {"whose": conversation, "until": now}).all()
    if not rows:
        return []
    session.execute(
        update(_table)
        .where(_table.c.id.in_([row.id for row in rows]))
        .values(status="sent", sent_at=now)
    )
    return [row.payload for row in rows if row.payload]


def fetch_newer(session: Session, channel: str, after_id: int | None) -> list[tuple[int, str]]:
    """Number and conversation of a channel's waiting messages above a number, oldest first.

    Args:
        session: a transaction.
        channel: such as `widget`.
        after_id: None for the newest one only.
    """
    waiting = select(_table.c.id, _table.c.conversation).where(
        _table.c.channel == channel, _table.c.status == "pending"
    )
    if after_id is None:
        rows = session.execute(waiting.order_by(_table.c.id.desc()).limit(1))
    else:
        rows = session.execute(waiting.where(_table.c.id > after_id).order_by(_table.c.id))
    return [(row.id, row.conversation) for row in rows]

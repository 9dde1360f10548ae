"""The line in which messages to people wait, as the dispatcher sees it.

A claim is a lease: what a dead process was sending is taken up again when its lease ends, and
several processes may dispatch from one database.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.models_telegram import OutgoingMessage as Row
from store.outbox import OPEN, Outgoing, columns, read


def claim(
    session: Session, channel: str, *, by: str, now: datetime, lease_seconds: float, limit: int
) -> list[Outgoing]:
    """Takes the first message in line of each conversation that is free; marks them "sending".

    Args:
        session: a transaction of its own.
        channel: whose messages.
        by: names the dispatcher, the same after a restart.
        now: the present moment.
        lease_seconds: for how long nobody else takes them.
        limit: most messages at once.

    Raises:
        StoreBusy: another process is claiming and does not finish.
    """
    serialise(session, f"outbox:{channel}")
    due = or_(columns.not_before.is_(None), columns.not_before <= now)
    heads = (
        select(func.min(columns.id).label("id"))
        .where(columns.status.in_(OPEN), columns.channel == channel, due)
        .group_by(columns.conversation)
        .subquery()
    )
    is_free = or_(
        and_(
            columns.status == "pending", or_(columns.retry_at.is_(None), columns.retry_at <= now)
        ),
        and_(columns.status == "sending", columns.claimed_until <= now),
    )
    rows = session.execute(
        select(Row)
        .join(heads, columns.id == heads.c.id)
        .where(is_free)
        .order_by(columns.id)
        .limit(limit)
    ).scalars()
    claimed = [read(row) for row in rows]
    until = now + timedelta(seconds=lease_seconds)
    _change(
        session, [one.id for one in claimed], status="sending", claimed_by=by, claimed_until=until
    )
    return claimed


def release(session: Session, channel: str, *, by: str) -> int:
    """Gives up what an earlier run of the same dispatcher had claimed; returns how many."""
    released = session.execute(
        update(Row)
        .where(columns.status == "sending", columns.channel == channel, columns.claimed_by == by)
        .values(status="pending", claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    return int(released.rowcount)


def note_part(
    session: Session, message_id: int, parts_sent: int, *, claimed_until: datetime
) -> None:
    """Notes that so many parts of a long message are out, and renews the lease."""
    _change(session, [message_id], parts_sent=parts_sent, claimed_until=claimed_until)


def note_sent(session: Session, message_id: int, *, now: datetime) -> None:
    """Notes that a message is out; what it said is in the transcript and goes from here."""
    _change(session, [message_id], status="sent", sent_at=now, payload=None)


def note_dropped(session: Session, message_id: int, error: str) -> None:
    """Notes that a message will never be sent, and why: a short code."""
    _change(session, [message_id], status="dropped", error=error[:40], payload=None)


def note_failed(
    session: Session, message_id: int, error: str, *, retry_at: datetime, is_attempt: bool = True
) -> None:
    """Puts a message back at the head of its line, to be tried again at `retry_at`."""
    session.execute(
        _update([message_id]).values(
            status="pending",
            attempts=columns.attempts + int(is_attempt),
            error=error[:40],
            retry_at=retry_at,
            claimed_until=None,
        )
    )


def fetch_backlog(session: Session, channel: str, *, now: datetime) -> tuple[int, float]:
    """How many messages wait for a channel, and for how many seconds the oldest has."""
    due = or_(columns.not_before.is_(None), columns.not_before <= now)
    num_open, oldest = session.execute(
        select(func.count(), func.min(columns.created_at)).where(
            columns.status.in_(OPEN), columns.channel == channel, due
        )
    ).one()
    return num_open, (now - oldest).total_seconds() if oldest else 0.0


def has_open(session: Session, conversation: str) -> bool:
    """Whether anything still waits for a conversation."""
    found = (
        select(columns.id)
        .where(columns.conversation == conversation, columns.status.in_(OPEN))
        .limit(1)
    )
    return session.execute(found).first() is not None


def _update(ids: Sequence[int]) -> Any:
    # What was dropped or erased meanwhile stays so.
    return (
        update(Row)
        .where(columns.id.in_(ids), columns.status.in_(OPEN))
        .execution_options(synchronize_session=False)
    )


def _change(session: Session, ids: Sequence[int], **values: Any) -> None:
    if ids:
        session.execute(_update(ids).values(**values))

"""The line in which messages to people wait, as the dispatcher sees it.

A claim is a lease: what a dead process was sending is taken up again when its lease ends, and
several processes may dispatch from one database.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from store.engine import serialise
from store.models_telegram import OutgoingMessage as Row
from store.outbox import OPEN, Outgoing, columns, read

# Notices last.
_IN_ORDER = ("reply", "operator", "notice")


def claim(
    session: Session, channel: str, *, by: str, now: datetime, lease_seconds: float, limit: int
) -> list[Outgoing]:
    """Takes the first message in line of each conversation that is free; marks them "sending".

    Whoever asks is answered before notices go out, of which there may be an hour's worth: also
    when a notice to the same person waits.

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
    heads: list[Row] = []
    for kind in _IN_ORDER:
        for is_free in _free(now):
            waits_for = _follows_another(channel, now, behind_notices=kind == "notice")
            wanted = (columns.channel == channel, columns.kind == kind, is_free, ~waits_for)
            room = limit - len(heads)
            found = select(Row).where(*wanted).order_by(columns.id).limit(room)
            heads += session.execute(found).scalars() if room > 0 else ()
    claimed = [read(row) for row in heads]
    until = now + timedelta(seconds=lease_seconds)
    _change(
        session, [one.id for one in claimed], status="sending", claimed_by=by, claimed_until=until
    )
    return claimed


def has_due(session: Session, channel: str, *, now: datetime) -> bool:
    """Whether anything waits for a channel; quick, however much that is."""
    found = select(columns.id).where(
        columns.status.in_(OPEN), columns.channel == channel, _is_due(columns, now)
    )
    return session.execute(found.limit(1)).first() is not None


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
    due = _is_due(columns, now)
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


def _is_due(of: Any, now: datetime) -> Any:
    return or_(of.not_before.is_(None), of.not_before <= now)


def _free(now: datetime) -> tuple[Any, Any]:
    """What may be taken: first what waits, then what a dead process was sending.

    Each has one status, so that its index gives it in the order of the line and reading stops at
    the limit: with 100,000 notices in line a look at all of them would take longer than sending.
    """
    waits = (columns.status == "pending", _is_due(columns, now))
    is_not_paused = or_(columns.retry_at.is_(None), columns.retry_at <= now)
    was_left = (columns.status == "sending", columns.claimed_until <= now)
    return and_(*waits, is_not_paused), and_(*was_left, _is_due(columns, now))


def _follows_another(channel: str, now: datetime, *, behind_notices: bool) -> Any:
    """Whether an earlier message of the same conversation is still in line."""
    earlier = aliased(Row)
    counts = true() if behind_notices else earlier.kind != "notice"
    return exists().where(
        counts,
        earlier.conversation == columns.conversation,
        earlier.id < columns.id,
        earlier.channel == channel,
        earlier.status.in_(OPEN),
        _is_due(earlier, now),
    )


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

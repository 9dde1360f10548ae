"""Messages to people: written in the transaction that caused them, sent by one dispatcher.

This is the side of those who write and of channels that fetch; `store.outbox_line` is the
dispatcher's. Within a conversation messages leave in the order in which they were put.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models_telegram import OutgoingMessage as Row
from store.statements import compiled_once

KINDS = ("reply", "notice", "operator")
LONGEST_KEY = 120
OPEN = ("pending", "sending")
columns = Row.__table__.c


@dataclass(frozen=True)
class Outgoing:
    """A message to a person. `payload` has the keys of a reply: text, buttons, custom."""

    id: int
    channel: str
    conversation: str
    kind: str
    payload: dict[str, Any] = field(repr=False)
    attempts: int
    parts_sent: int
    created_at: datetime


def put(
    session: Session,
    *,
    key: str,
    channel: str,
    conversation: str,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Puts a message in line; False, and nothing done, when `key` was put before.

    Args:
        session: the transaction that causes the message.
        key: names the message for good, such as "tg:<update_id>:0" or "notice:...".
        channel: "telegram" is sent by the dispatcher, others fetch by `fetch_after`.
        conversation: opaque id.
        kind: one of `KINDS`.
        payload: `text`, `buttons`, `custom`, as in a reply.
        now: the present moment.
        not_before: earliest moment to send it; until then it holds nothing up.

    Raises:
        ValueError: the kind is unknown, or the key is empty or too long.
    """
    if kind not in KINDS or not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"a kind is one of {KINDS}, a key has 1 to {LONGEST_KEY} characters")
    inserted = session.execute(
        _PUT[session.get_bind().dialect.name],
        {
            "key": key,
            "channel": channel,
            "conversation": conversation,
            "kind": kind,
            "payload": payload,
            "status": "pending",
            "attempts": 0,
            "parts_sent": 0,
            "not_before": not_before,
            "created_at": now,
        },
    )
    return bool(inserted.rowcount == 1)


def drop_open(session: Session, conversation: str, error: str) -> int:
    """Drops whatever waits for a conversation; returns how many messages that were."""
    dropped = session.execute(
        update(Row)
        .where(columns.conversation == conversation, columns.status.in_(OPEN))
        .values(status="dropped", error=error[:40], payload=None)
        .execution_options(synchronize_session=False)
    )
    return int(dropped.rowcount)


def fetch_after(
    session: Session, conversation: str, after_id: int, *, now: datetime, limit: int = 50
) -> list[Outgoing]:
    """Messages of a conversation that came after one, for a channel that fetches."""
    rows = session.execute(
        select(Row)
        .where(
            columns.conversation == conversation,
            columns.id > after_id,
            columns.status == "pending",
            or_(columns.not_before.is_(None), columns.not_before <= now),
        )
        .order_by(columns.id)
        .limit(limit)
    ).scalars()
    return [read(row) for row in rows]


def fetch_last_id(session: Session, conversation: str) -> int:
    """The newest message's id; 0 when a conversation has none."""
    newest = select(func.max(columns.id)).where(columns.conversation == conversation)
    return session.execute(newest).scalar() or 0


def erase_conversation(session: Session, conversation: str) -> int:
    """Erases every message to a conversation, sent or not; returns how many there were."""
    return _erase(session, columns.conversation == conversation)


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases messages put before a moment, unless they were to wait until after it."""
    is_over = or_(columns.not_before.is_(None), columns.not_before < before)
    return _erase(session, columns.created_at < before, is_over)


def read(row: Row) -> Outgoing:
    """A row as those outside the store see it."""
    return Outgoing(
        row.id,
        row.channel,
        row.conversation,
        row.kind,
        row.payload or {},
        row.attempts,
        row.parts_sent,
        row.created_at,
    )


def _erase(session: Session, *conditions: Any) -> int:
    erased = session.execute(
        delete(Row).where(*conditions).execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def _putting(dialect: Any) -> Any:
    names = ("key", "channel", "conversation", "kind", "payload", "status")
    also = ("attempts", "parts_sent", "not_before", "created_at")
    insert = dialect.insert(Row.__table__).on_conflict_do_nothing()
    return compiled_once(insert, dialect, (*names, *also))


_PUT = {dialect.dialect.name: _putting(dialect) for dialect in (sqlite, postgresql)}

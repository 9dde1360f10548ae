"""Idempotency: a message that comes twice is answered once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.orm import Session

from store.models import MessageReceipt

LONGEST_MESSAGE_ID = 200


@dataclass(frozen=True)
class Receipt:
    """What is known of a message. `replies` is there once it is answered.

    `is_same_text` is False when a sender gave one id to two different texts.
    """

    status: Literal["new", "pending", "answered"]
    replies: list[dict[str, Any]] | None = None
    is_same_text: bool = True


@dataclass(frozen=True)
class PendingMessage:
    """A message that was claimed and never answered."""

    conversation: str
    message_id: str
    claimed_at: datetime


def claim(
    session: Session, conversation: str, message_id: str, text_digest: str, *, now: datetime
) -> Receipt:
    """Takes a message on: of any number of callers exactly one is told "new".

    One that nobody answered stays "pending", however old it is: whoever finds it goes on with the
    message as it was written down, so that it is not written down twice.

    Raises:
        ValueError: `message_id` is empty or longer than 200 characters.
    """
    _check_id(message_id)
    if _insert_if_absent(session, conversation, message_id, text_digest, now=now):
        return Receipt("new")
    known = session.execute(
        select(
            MessageReceipt.status,
            MessageReceipt.replies,
            MessageReceipt.text_digest,
        ).where(*_is(conversation, message_id))
    ).one_or_none()
    if known is None:  # released between our two statements
        return claim(session, conversation, message_id, text_digest, now=now)
    is_same_text = known.text_digest == text_digest
    if known.status == "answered":
        return Receipt("answered", known.replies, is_same_text)
    return Receipt("pending", None, is_same_text)


def answer(
    session: Session,
    conversation: str,
    message_id: str,
    replies: list[dict[str, Any]],
    *,
    now: datetime,
) -> bool:
    """Keeps the replies to a claimed message; the first answer stands.

    Returns:
        Whether this was the first.
    """
    answered = session.execute(
        _ANSWER,
        {
            "whose": conversation,
            "which": message_id,
            "status": "answered",
            "replies": replies,
            "answered_at": now,
        },
    )
    return bool(answered.rowcount == 1)


def fetch_replies(
    session: Session, conversation: str, message_id: str
) -> list[dict[str, Any]] | None:
    """The replies to a message; None when it has none, or nothing is known of it."""
    found = select(MessageReceipt.status, MessageReceipt.replies).where(
        *_is(conversation, message_id)
    )
    known = session.execute(found).one_or_none()
    return known.replies if known is not None and known.status == "answered" else None


def release(session: Session, conversation: str, message_id: str) -> None:
    """Gives a claim up, so that the sender's next attempt is "new" again."""
    session.execute(
        delete(MessageReceipt)
        .where(*_is(conversation, message_id), MessageReceipt.status == "pending")
        .execution_options(synchronize_session=False)
    )


def fetch_pending(
    session: Session, *, now: datetime, older_than_seconds: int = 0
) -> list[PendingMessage]:
    """Messages claimed at least that long ago and still unanswered, oldest first."""
    rows = session.execute(
        select(MessageReceipt.conversation, MessageReceipt.message_id, MessageReceipt.claimed_at)
        .where(
            MessageReceipt.status == "pending",
            MessageReceipt.claimed_at <= now - timedelta(seconds=older_than_seconds),
        )
        .order_by(MessageReceipt.claimed_at)
    )
    return [PendingMessage(*row) for row in rows]


def fetch_pending_of(session: Session, conversation: str) -> list[str]:
    """The ids of a conversation's messages that have no answer, oldest first."""
    found = (
        select(MessageReceipt.message_id)
        .where(MessageReceipt.conversation == conversation, MessageReceipt.status == "pending")
        .order_by(MessageReceipt.claimed_at)
    )
    return list(session.execute(found).scalars())


def is_pending(session: Session, conversation: str, message_id: str) -> bool:
    """Whether a message was claimed and has no answer."""
    found = select(MessageReceipt.status).where(*_is(conversation, message_id))
    return session.execute(found).scalar_one_or_none() == "pending"


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases receipts of messages that came before a moment; returns how many."""
    erased = session.execute(
        delete(MessageReceipt)
        .where(MessageReceipt.claimed_at < before)
        .execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def _check_id(message_id: str) -> None:
    if not message_id or len(message_id) > LONGEST_MESSAGE_ID:
        raise ValueError(f"a message_id has 1 to {LONGEST_MESSAGE_ID} characters")


_table = MessageReceipt.__table__
# Made once, over the table: the ORM's update looks for objects of the session to bring up to date.
_ANSWER = update(_table).where(
    _table.c.conversation == bindparam("whose"),
    _table.c.message_id == bindparam("which"),
    _table.c.status == "pending",
)
# As text, because SQLAlchemy compiles an insert with "on conflict" anew for each message.
_CLAIM = text(
    "INSERT INTO receipts (conversation, message_id, text_digest, status, claimed_at) "
    "VALUES (:conversation, :message_id, :text_digest, 'pending', :now) ON CONFLICT DO NOTHING"
).bindparams(bindparam("now", type_=_table.c.claimed_at.type))


def _insert_if_absent(
    session: Session, conversation: str, message_id: str, text_digest: str, *, now: datetime
) -> bool:
    inserted = session.execute(
        _CLAIM,
        {
            "conversation": conversation,
            "message_id": message_id,
            "text_digest": text_digest,
            "now": now,
        },
    )
    return bool(inserted.rowcount == 1)


def _is(conversation: str, message_id: str) -> tuple[Any, Any]:
    return (
        MessageReceipt.conversation == conversation,
        MessageReceipt.message_id == message_id,
    )

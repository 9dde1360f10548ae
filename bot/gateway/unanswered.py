"""Messages that were written down and have no answer, read back from receipt and transcript."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.gateway import intake
from store import receipts, transcripts


@dataclass(frozen=True)
class Unanswered:
    """A message that an earlier run of the gateway, or another one, took on."""

    conversation: str
    message_id: str
    channel: str
    text: str
    metadata: dict[str, Any]


def fetch_older(db: Session, *, now: datetime, older_than_seconds: int) -> list[Unanswered]:
    """Those of all conversations that came at least so long ago, oldest first."""
    pending = receipts.fetch_pending(db, now=now, older_than_seconds=older_than_seconds)
    return _found(_read(db, one.conversation, one.message_id) for one in pending)


def fetch_all(db: Session, conversation: str) -> list[Unanswered]:
    """Those of one conversation, oldest first."""
    pending = receipts.fetch_pending_of(db, conversation)
    return _found(_read(db, conversation, message_id) for message_id in pending)


def fetch_one(db: Session, conversation: str, message_id: str) -> Unanswered | None:
    """One message, or None when it has its answer."""
    if not receipts.is_pending(db, conversation, message_id):
        return None
    return _read(db, conversation, message_id)


def _read(db: Session, conversation: str, message_id: str) -> Unanswered | None:
    lines = transcripts.fetch_recent(db, conversation, 500)
    line = next((one for one in lines if intake.belongs(one, message_id)), None)
    if line is None:
        # Its line was erased: there is nothing to answer, and a repeat is a new message.
        receipts.release(db, conversation, message_id)
        return None
    return Unanswered(conversation, message_id, line.channel, line.text, line.payload["metadata"])


def _found(messages: Any) -> list[Unanswered]:
    return [message for message in messages if message is not None]

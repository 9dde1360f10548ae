"""Erases what is kept of one conversation, when its person asks."""

from datetime import datetime, timezone

from sqlalchemy import delete
from sqlalchemy.orm import Session

from store import (
    consents,
    curation,
    otp,
    outbox,
    subscriptions,
    telegram_chats,
    ticket_erasure,
    trackers,
    transcripts,
    turns,
    vault,
)
from store.models import MessageReceipt


def erase_conversation(
    session: Session, conversation: str, *, now: datetime | None = None
) -> None:
    """Erases messages, sealed values, proof, subscriptions, dialogue state and answered receipts.

    Counts of OTPs stay: they protect other people's applications. So does the message that is
    being answered, until its reply is out. That a consent was given stays, taken back today; facts
    and thumbs stay for statistics, cut off from the conversation and without a comment.
    """
    vault.erase_conversation(session, conversation)
    transcripts.erase_conversation(session, conversation)
    trackers.erase_tracker(session, conversation)
    otp.erase_proof(session, conversation)
    subscriptions.erase_conversation(session, conversation)
    outbox.erase_conversation(session, conversation)
    telegram_chats.erase_later(session, conversation)
    curation.erase_conversation(session, conversation)
    turns.detach_conversation(session, conversation)
    ticket_erasure.erase_conversation(session, conversation, now=now or datetime.now(timezone.utc))
    consents.withdraw(session, conversation, now=now or datetime.now(timezone.utc))
    session.execute(
        delete(MessageReceipt).where(
            MessageReceipt.conversation == conversation, MessageReceipt.status == "answered"
        )
    )

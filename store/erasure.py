"""Erases what is kept of one conversation, when its person asks."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from store import otp, trackers, transcripts, vault
from store.models import MessageReceipt


def erase_conversation(session: Session, conversation: str) -> None:
    """Erases messages, sealed values, proof, dialogue state and answered receipts.

    Counts of OTPs stay: they protect other people's applications. So does the message that is
    being answered, until its reply is out.
    """
    vault.erase_conversation(session, conversation)
    transcripts.erase_conversation(session, conversation)
    trackers.erase_tracker(session, conversation)
    otp.erase_proof(session, conversation)
    session.execute(
        delete(MessageReceipt).where(
            MessageReceipt.conversation == conversation, MessageReceipt.status == "answered"
        )
    )

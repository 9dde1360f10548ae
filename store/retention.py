"""Erases what has served its purpose."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from store import (
    consents,
    conversations,
    curation,
    feedback,
    limits,
    otp,
    outbox,
    receipts,
    subscriptions,
    telegram,
    telegram_chats,
    ticket_erasure,
    trackers,
    transcripts,
    turns,
    vault,
)

# Sent messages are repeated within hours; the daily limit of codes counts a day.
RECEIPT_DAYS = 7
CHALLENGE_DAYS = 2
# Nobody goes on with a half-finished question after a month.
TRACKER_DAYS = 30
# Buttons in old messages keep working for a year; whoever wrote a year ago is written to no more.
BUTTON_DAYS = CHAT_DAYS = 365
# That somebody agreed can be shown for a year after the conversation is gone.
CONSENT_DAYS = 365
COUNT_DAYS = 2


def sweep(session: Session, *, now: datetime, transcript_days: int) -> dict[str, int]:
    """Erases expired values, old receipts, codes, proofs, trackers, transcripts; counts."""
    return {
        "vault": vault.erase_expired(session, now=now),
        "otp": otp.erase_older(session, before=now - timedelta(days=CHALLENGE_DAYS)),
        "subscriptions": subscriptions.erase_ended(session, now=now),
        "receipts": receipts.erase_older(session, before=now - timedelta(days=RECEIPT_DAYS)),
        "outbox": outbox.erase_older(session, before=now - timedelta(days=RECEIPT_DAYS)),
        "updates": telegram.erase_older(session, before=now - timedelta(days=RECEIPT_DAYS)),
        "buttons": telegram.erase_buttons(session, before=now - timedelta(days=BUTTON_DAYS)),
        "chats": telegram_chats.erase_older(session, before=now - timedelta(days=CHAT_DAYS)),
        "trackers": trackers.erase_older(session, before=now - timedelta(days=TRACKER_DAYS)),
        "transcripts": transcripts.erase_older(
            session, before=now - timedelta(days=transcript_days)
        ),
        "tickets": ticket_erasure.erase_older(
            session, before=now - timedelta(days=transcript_days)
        ),
        "facts": turns.erase_older(session, before=now - timedelta(days=transcript_days)),
        "feedback": feedback.erase_older(session, before=now - timedelta(days=transcript_days)),
        "consents": consents.erase_older(
            session, before=now - timedelta(days=transcript_days + CONSENT_DAYS)
        ),
        # After the consents, whose life is counted from the conversation's last message.
        "conversations": conversations.erase_older(
            session, before=now - timedelta(days=transcript_days + CONSENT_DAYS)
        ),
        "counts": limits.erase_older(session, before=now - timedelta(days=COUNT_DAYS)),
        "curation": curation.erase_older(session, before=now - timedelta(days=transcript_days)),
    }

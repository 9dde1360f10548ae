"""Erases what has served its purpose."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from store import otp, receipts, trackers, transcripts, vault

# Sent messages are repeated within hours; the daily limit of codes counts a day.
RECEIPT_DAYS = 7
CHALLENGE_DAYS = 2
# Nobody goes on with a half-finished question after a month.
TRACKER_DAYS = 30


def sweep(session: Session, *, now: datetime, transcript_days: int) -> dict[str, int]:
    """Erases expired values, old receipts, codes, proofs, trackers, transcripts; counts."""
    return {
        "vault": vault.erase_expired(session, now=now),
        "otp": otp.erase_older(session, before=now - timedelta(days=CHALLENGE_DAYS)),
        "receipts": receipts.erase_older(session, before=now - timedelta(days=RECEIPT_DAYS)),
        "trackers": trackers.erase_older(session, before=now - timedelta(days=TRACKER_DAYS)),
        "transcripts": transcripts.erase_older(
            session, before=now - timedelta(days=transcript_days)
        ),
    }

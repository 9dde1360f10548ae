"""What Rasa remembers of each conversation: one row, replaced after every message."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import TrackerState


def save_tracker(session: Session, conversation: str, state: str, *, now: datetime) -> None:
    """Replaces the state of a conversation."""
    row = session.get(TrackerState, conversation)
    if row is None:
        session.add(TrackerState(conversation=conversation, state=state, saved_at=now))
    else:
        row.state, row.saved_at = state, now


def fetch_tracker(session: Session, conversation: str) -> str | None:
    """The state of a conversation as it was saved, or None."""
    return session.execute(
        select(TrackerState.state).where(TrackerState.conversation == conversation)
    ).scalar_one_or_none()


def fetch_conversations(session: Session) -> list[str]:
    """The ids of all conversations that have a state."""
    return list(session.execute(select(TrackerState.conversation)).scalars())


def erase_tracker(session: Session, conversation: str) -> None:
    """Forgets a conversation."""
    session.execute(delete(TrackerState).where(TrackerState.conversation == conversation))


def erase_older(session: Session, *, before: datetime) -> int:
    """Forgets conversations not used since; returns how many."""
    result = session.execute(delete(TrackerState).where(TrackerState.saved_at < before))
    return int(result.rowcount)

"""What Rasa remembers of each conversation: one row, replaced after every message."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from store.models import TrackerState

# As text, because SQLAlchemy compiles an insert with "on conflict" anew for each message.
_SAVE = text(
    "INSERT INTO trackers (conversation, state, saved_at) VALUES (:conversation, :state, :now) "
    "ON CONFLICT (conversation) DO UPDATE SET state = excluded.state, saved_at = excluded.saved_at"
).bindparams(bindparam("now", type_=TrackerState.__table__.c.saved_at.type))

_FETCH = text("SELECT state FROM trackers WHERE conversation = :conversation")


def save_tracker(
    session: Session | Connection, conversation: str, state: str, *, now: datetime
) -> None:
    """Replaces the state of a conversation, in one statement."""
    session.execute(_SAVE, {"conversation": conversation, "state": state, "now": now})


def fetch_tracker(session: Session | Connection, conversation: str) -> str | None:
    """The state of a conversation as it was saved, or None."""
    found: str | None = session.execute(_FETCH, {"conversation": conversation}).scalar()
    return found


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

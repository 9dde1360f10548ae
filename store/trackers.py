"""What Rasa remembers of each conversation: one row, replaced after every message."""

from datetime import datetime

from sqlalchemy import bindparam, column, delete, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from store.errors import StoreChanged
from store.models import TrackerState

_Moment = TrackerState.__table__.c.saved_at.type
# As text, because SQLAlchemy compiles an insert with "on conflict" anew for each message.
_SAVE = text(
    "INSERT INTO trackers (conversation, state, saved_at) VALUES (:conversation, :state, :now) "
    "ON CONFLICT (conversation) DO UPDATE "
    "SET state = excluded.state, saved_at = excluded.saved_at "
    "WHERE trackers.saved_at = :read"
).bindparams(bindparam("now", type_=_Moment), bindparam("read", type_=_Moment))

_FETCH = text("SELECT state, saved_at FROM trackers WHERE conversation = :conversation").columns(
    column("state"), column("saved_at", _Moment)
)


def save_tracker(
    session: Session | Connection,
    conversation: str,
    state: str,
    *,
    now: datetime,
    read: datetime | None,
) -> None:
    """Replaces the state of a conversation, in one statement.

    Args:
        session: a transaction.
        conversation: whose.
        state: the new one.
        now: when it is saved.
        read: when the state was saved that was read before; None when there was none.

    Raises:
        StoreChanged: another one was saved since. A server that hung does not write over what
            another has gone on with.
    """
    values = {"conversation": conversation, "state": state, "now": now, "read": read}
    if session.execute(_SAVE, values).rowcount == 0:
        raise StoreChanged("the conversation has gone on")


def fetch_tracker(session: Session | Connection, conversation: str) -> tuple[str, datetime] | None:
    """The state of a conversation and when it was saved, or None."""
    found = session.execute(_FETCH, {"conversation": conversation}).one_or_none()
    return None if found is None else (found.state, found.saved_at)


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

"""What was said, in order. Callers pass text whose identifiers are tokens already."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, desc, insert, select
from sqlalchemy.orm import Session

from store.models import TranscriptLine

# The table's own insert: the ORM's unit of work takes three times as long for a line.
_APPEND = insert(TranscriptLine.__table__)


def append(
    session: Session,
    conversation: str,
    direction: Literal["in", "out"],
    text: str,
    *,
    language: str | None,
    channel: str,
    now: datetime,
    payload: Any = None,
) -> int:
    """Adds a line and returns its id; ids grow with time. `payload` is JSON (buttons, custom)."""
    written = session.execute(
        _APPEND,
        {
            "conversation": conversation,
            "direction": direction,
            "text": _storable(text),
            "language": language,
            "channel": channel,
            "payload": payload,
            "created_at": now,
        },
    )
    return int(written.inserted_primary_key[0])


def fetch_recent(
    session: Session, conversation: str, limit: int, *, after: int = 0
) -> list[TranscriptLine]:
    """The last `limit` lines with an id above `after`, oldest first."""
    newest_first = session.execute(
        select(TranscriptLine)
        .where(TranscriptLine.conversation == conversation, TranscriptLine.id > after)
        .order_by(desc(TranscriptLine.id))
        .limit(limit)
    ).scalars()
    return list(newest_first)[::-1]


def erase_conversation(session: Session, conversation: str) -> int:
    """Erases a conversation's lines; returns how many there were."""
    return _erase(session, TranscriptLine.conversation == conversation)


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases lines written before a moment; returns how many there were."""
    return _erase(session, TranscriptLine.created_at < before)


def _erase(session: Session, which: Any) -> int:
    erased = session.execute(
        delete(TranscriptLine).where(which).execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def _storable(text: str) -> str:
    # PostgreSQL refuses NUL in text; neither database takes half of a surrogate pair.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()

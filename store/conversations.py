"""What we remember of a conversation: its channel and its person's language."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models import Conversation


def remember(session: Session, conversation: str, *, channel: str, now: datetime) -> None:
    """Notes that a conversation is alive; the first call creates it."""
    _upsert(
        session,
        {"id": conversation, "channel": channel, "created_at": now, "last_seen_at": now},
        changes={"channel": channel, "last_seen_at": now},
    )


def fetch_language(session: Session, conversation: str) -> str | None:
    """The language its person chose, or None."""
    return session.execute(
        select(Conversation.language).where(Conversation.id == conversation)
    ).scalar_one_or_none()


def fetch_channel(session: Session, conversation: str) -> str:
    """The channel it was last seen on; empty for one that no gateway knows."""
    found = session.execute(select(Conversation.channel).where(Conversation.id == conversation))
    return found.scalar_one_or_none() or ""


def save_language(session: Session, conversation: str, language: str, *, now: datetime) -> None:
    """Keeps the language its person chose (`hi`, `en`, `hi-Latn`), also before `remember`."""
    new = {"id": conversation, "channel": "", "created_at": now, "last_seen_at": now}
    _upsert(session, {**new, "language": language}, changes={"language": language})


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases conversations in which nobody wrote since a moment; returns how many."""
    erased = session.execute(
        delete(Conversation)
        .where(Conversation.last_seen_at < before)
        .execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def _upsert(session: Session, new: dict[str, Any], *, changes: dict[str, Any]) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(Conversation)
        .values(**new)
        .on_conflict_do_update(index_elements=["id"], set_=changes)
    )

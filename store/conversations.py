"""What we remember of a conversation: its channel and its person's language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models import Conversation
from store.statements import compiled_once

_table = Conversation.__table__


def remember(session: Session, conversation: str, *, channel: str, now: datetime) -> None:
    """Notes that a conversation is alive; the first call creates it."""
    new = {"id": conversation, "channel": channel, "created_at": now, "last_seen_at": now}
    session.execute(_REMEMBER[session.get_bind().dialect.name], new)


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
    statement = _SAVE_LANGUAGE[session.get_bind().dialect.name]
    session.execute(statement, {**new, "language": language})


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases conversations in which nobody wrote since a moment; returns how many."""
    erased = session.execute(
        delete(Conversation)
        .where(Conversation.last_seen_at < before)
        .execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def _upserts(new: Sequence[str], changed: Sequence[str]) -> dict[str, Any]:
    """By dialect: adds a row with the columns `new`, or changes those of an older one."""
    made = {}
    for dialect in (sqlite, postgresql):
        insert = dialect.insert(_table)
        changes = {name: insert.excluded[name] for name in changed}
        statement = insert.on_conflict_do_update(index_elements=["id"], set_=changes)
        made[dialect.dialect.name] = compiled_once(statement, dialect, new)
    return made


_NEW = ("id", "channel", "created_at", "last_seen_at")
_REMEMBER = _upserts(_NEW, ("channel", "last_seen_at"))
_SAVE_LANGUAGE = _upserts((*_NEW, "language"), ("language",))

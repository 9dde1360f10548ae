"""Where conversations on Telegram are written to; the chat's id is sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store import outbox, outbox_line
from store.keys import seal_bytes, unseal_bytes
from store.models_telegram import TelegramChat, TelegramUpdate

_PURPOSE = "telegram-chat"
_columns = TelegramChat.__table__.c
_FIELDS = (_columns.last_message, _columns.keyboard)


@dataclass(frozen=True)
class Chat:
    """What is known of a chat: the person's latest message, and the keys they were shown."""

    last_message: int | None = None
    keyboard: dict[str, str] | None = None


def save_chat(session: Session, conversation: str, chat_id: int, *, now: datetime) -> Chat:
    """Keeps the chat of a conversation and returns what is known of it.

    Someone who writes has not blocked us, and is here again after they had everything erased.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {
        "sealed": seal_chat_id(chat_id),
        "blocked_at": None,
        "erase_when_quiet": False,
        "seen_at": now,
    }
    session.execute(
        dialect.insert(TelegramChat)
        .values(conversation=conversation, **values)
        .on_conflict_do_update(index_elements=["conversation"], set_=values)
    )
    known = select(*_FIELDS).where(_columns.conversation == conversation)
    return Chat(*session.execute(known).one())


def seal_chat_id(chat_id: int) -> str:
    """The form in which a chat's id is kept."""
    return seal_bytes(_PURPOSE, str(chat_id).encode())


def fetch_chat_id(session: Session, conversation: str) -> int | None:
    """The chat of a conversation, or None: unknown, blocked, or sealed with a lost key."""
    sealed = session.execute(
        select(_columns.sealed).where(
            _columns.conversation == conversation, _columns.blocked_at.is_(None)
        )
    ).scalar_one_or_none()
    content = None if sealed is None else unseal_bytes(_PURPOSE, sealed)
    return None if content is None else int(content)


def save_last_message(session: Session, conversation: str, number: int) -> None:
    """Keeps the number of the person's latest message."""
    _change(session, conversation, last_message=number)


def save_keyboard(session: Session, conversation: str, keyboard: dict[str, str] | None) -> None:
    """Keeps which keys the person sees, title → payload; None when they see none."""
    _change(session, conversation, keyboard=keyboard)


def note_blocked(session: Session, conversation: str, *, now: datetime) -> None:
    """Notes that the person blocked the bot; what waits for them is dropped."""
    _change(session, conversation, blocked_at=now)
    outbox.drop_open(session, conversation, "blocked")


def note_unblocked(session: Session, conversation: str) -> None:
    """Notes that the person lets the bot write again."""
    _change(session, conversation, blocked_at=None)


def is_blocked(session: Session, conversation: str) -> bool:
    """Whether the person blocked the bot."""
    found = select(_columns.blocked_at).where(_columns.conversation == conversation)
    return session.execute(found).scalar_one_or_none() is not None


def erase_later(session: Session, conversation: str) -> None:
    """Has the chat erased once the last message to it is out."""
    _change(session, conversation, erase_when_quiet=True, last_message=None)


def erase_if_quiet(session: Session, conversation: str) -> bool:
    """Erases a chat that was to be erased, unless something is on its way; whether it did."""
    waits = select(TelegramUpdate.update_id).where(
        TelegramUpdate.status == "pending", TelegramUpdate.conversation == conversation
    )
    is_busy = outbox_line.has_open(session, conversation) or session.execute(waits).first()
    if is_busy or not _erase(
        session, _columns.conversation == conversation, _columns.erase_when_quiet.is_(True)
    ):
        return False
    outbox.erase_conversation(session, conversation)
    return True


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases chats in which nobody wrote since a moment; returns how many."""
    return _erase(session, _columns.seen_at < before)


def _change(session: Session, conversation: str, **values: Any) -> None:
    session.execute(
        update(TelegramChat)
        .where(_columns.conversation == conversation)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _erase(session: Session, *conditions: Any) -> int:
    erased = session.execute(
        delete(TelegramChat).where(*conditions).execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)

"""Telegram's updates, each kept from the moment it came until it is done, and long buttons.

`note_done` and the messages that an update brings about belong in one transaction: then an
update that a process left half-way is done once, whenever it is taken up again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.keys import seal_bytes, stable_digest, unseal_bytes
from store.models_telegram import TelegramButton, TelegramUpdate

_PURPOSE = "telegram-update"
CODE_LENGTH = 40


@dataclass(frozen=True)
class PendingUpdate:
    """An update that waits; `content` is the JSON that came, None when no key opens it."""

    update_id: int
    conversation: str
    content: bytes | None = field(repr=False)


def save_update(
    session: Session, update_id: int, conversation: str, content: bytes, *, now: datetime
) -> bool:
    """Writes an update down; False when it came before."""
    inserted = session.execute(
        _insert(session, TelegramUpdate)
        .values(
            update_id=update_id,
            conversation=conversation,
            sealed=seal_bytes(_PURPOSE, content),
            status="pending",
            received_at=now,
        )
        .on_conflict_do_nothing()
    )
    return bool(inserted.rowcount == 1)


def fetch_next(session: Session, conversation: str) -> PendingUpdate | None:
    """The update of a conversation that is to be dealt with next, or None."""
    found = session.execute(
        select(TelegramUpdate.update_id, TelegramUpdate.sealed)
        .where(TelegramUpdate.status == "pending", TelegramUpdate.conversation == conversation)
        .order_by(TelegramUpdate.update_id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    content = unseal_bytes(_PURPOSE, found.sealed or "")
    return PendingUpdate(found.update_id, conversation, content)


def fetch_waiting(session: Session) -> list[str]:
    """Conversations with updates that wait, the one that waits longest first."""
    return list(
        session.execute(
            select(TelegramUpdate.conversation)
            .where(TelegramUpdate.status == "pending")
            .group_by(TelegramUpdate.conversation)
            .order_by(func.min(TelegramUpdate.update_id))
        ).scalars()
    )


def fetch_newest_id(session: Session) -> int:
    """The highest update_id that was written down; 0 when there is none."""
    return session.execute(select(func.max(TelegramUpdate.update_id))).scalar() or 0


def fetch_backlog(session: Session, *, now: datetime) -> tuple[int, float]:
    """How many updates wait, and for how many seconds the oldest has."""
    num_pending, oldest = session.execute(
        select(func.count(), func.min(TelegramUpdate.received_at)).where(
            TelegramUpdate.status == "pending"
        )
    ).one()
    return num_pending, (now - oldest).total_seconds() if oldest else 0.0


def note_done(session: Session, update_id: int, *, now: datetime) -> bool:
    """Marks an update done and erases what it said; False when that was done before."""
    changed = session.execute(
        update(TelegramUpdate)
        .where(TelegramUpdate.update_id == update_id, TelegramUpdate.status == "pending")
        .values(status="done", done_at=now, sealed=None, conversation="")
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)


def save_button(session: Session, payload: str, *, now: datetime) -> str:
    """Keeps a payload and returns its code, the same one each time: 40 hex characters."""
    code = stable_digest("telegram-button", payload)[:CODE_LENGTH]
    session.execute(
        _insert(session, TelegramButton)
        .values(code=code, payload=payload, used_at=now)
        .on_conflict_do_update(index_elements=["code"], set_={"used_at": now})
    )
    return code


def fetch_button(session: Session, code: str) -> str | None:
    """The payload behind a code, or None when it is not known."""
    return session.execute(
        select(TelegramButton.payload).where(TelegramButton.code == code)
    ).scalar_one_or_none()


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases updates that came before a moment; returns how many."""
    return _erase(session, TelegramUpdate, TelegramUpdate.received_at < before)


def erase_buttons(session: Session, *, before: datetime) -> int:
    """Erases buttons last shown before a moment; returns how many."""
    return _erase(session, TelegramButton, TelegramButton.used_at < before)


def _insert(session: Session, table: Any) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def _erase(session: Session, table: Any, condition: Any) -> int:
    erased = session.execute(
        delete(table).where(condition).execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)

"""To what people agreed before they gave an identifier, when, and whether they took it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.models import Conversation
from store.models_turns import Consent

_columns = Consent.__table__.c


def has(session: Session, conversation: str, version: str) -> bool:
    """Whether the person agreed to this version of the notice and has not taken it back."""
    found = session.execute(select(_columns.id).where(*_stands(conversation, version)).limit(1))
    return found.first() is not None


def save(
    session: Session,
    conversation: str,
    version: str,
    *,
    language: str,
    channel: str,
    now: datetime,
) -> None:
    """Keeps that the person agrees; agreeing again changes nothing.

    Args:
        session: a transaction.
        conversation: opaque id.
        version: of the notice that was shown, such as `2026-11`.
        language: in which it was shown (`hi`, `en`).
        channel: by which.
        now: the moment.
    """
    serialise(session, f"consent:{conversation}")
    if not has(session, conversation, version):
        row = Consent(
            conversation=conversation,
            version=version,
            language=language,
            channel=channel,
            given_at=now,
        )
        session.add(row)
        session.flush()


def withdraw(session: Session, conversation: str, *, now: datetime) -> int:
    """Notes that the person took every consent back; returns how many stood."""
    changed = session.execute(
        update(Consent)
        .where(_columns.conversation == conversation, _columns.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases consents whose conversation nobody used since `before`; returns how many.

    A consent that was taken back, or whose conversation is gone, counts from its own last day.
    """
    erased = session.execute(
        delete(Consent).where(is_older(before)).execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)


def is_older(before: datetime) -> Any:
    """The condition for a consent that has served its purpose."""
    used_since = exists().where(
        Conversation.id == _columns.conversation, Conversation.last_seen_at >= before
    )
    last_day = func.coalesce(_columns.withdrawn_at, _columns.given_at)
    return (last_day < before) & or_(_columns.withdrawn_at.is_not(None), ~used_since)


def _stands(conversation: str, version: str) -> tuple[Any, ...]:
    return (
        _columns.conversation == conversation,
        _columns.version == version,
        _columns.withdrawn_at.is_(None),
    )

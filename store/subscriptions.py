"""Who wants to be told when an application moves on. Ask for proof before subscribing anyone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models import Application, ApplicationEvent
from store.models_subscriptions import Subscription

LONGEST = timedelta(days=365)
# Something may still be put right soon after the end; later there is nothing left to tell.
AFTER_END = timedelta(days=30)
_ENDED = frozenset({"card_generated", "cancelled"})
_table = Subscription.__table__


def save_subscription(
    session: Session,
    conversation: str,
    application_number: str,
    *,
    channel: str,
    language: str,
    now: datetime,
) -> bool:
    """Subscribes a conversation to what happens from now on; once more begins anew.

    Args:
        session: an open transaction.
        conversation: opaque id.
        application_number: one whose ownership the conversation has proved.
        channel: the one to tell by.
        language: `hi` or `en`.
        now: the moment.

    Returns:
        False when there is no such application any more.
    """
    state, sequence = _fetch_standing(session, application_number)
    if state is None:
        return False
    fresh = {
        "channel": channel,
        "language": language,
        "told_sequence": sequence,
        "told_state": state,
        "created_at": now,
        "ends_at": end_of(state, latest=now + LONGEST, now=now),
    }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(Subscription)
        .values(conversation=conversation, application_number=application_number, **fresh)
        .on_conflict_do_update(index_elements=["conversation", "application_number"], set_=fresh)
    )
    return True


def is_subscribed(session: Session, conversation: str, application_number: str) -> bool:
    """Whether the conversation is told of this application."""
    return session.get(Subscription, (conversation, application_number)) is not None


def fetch_subscribers(session: Session, application_numbers: Sequence[str]) -> list[Any]:
    """Subscriptions of these applications, at most some hundreds of them at a time."""
    wanted = _table.c.application_number.in_(application_numbers)
    return list(session.execute(select(_table).where(wanted).order_by(_table.c.conversation)))


def any_subscribed(session: Session) -> bool:
    """Whether anyone is subscribed to anything."""
    return session.execute(select(_table.c.conversation).limit(1)).first() is not None


def save_told(
    session: Session,
    conversation: str,
    application_number: str,
    *,
    sequence: int,
    state: str,
    ends_at: datetime,
) -> None:
    """Notes what the person was told last, and until when they are told more."""
    session.execute(
        update(_table)
        .where(
            _table.c.conversation == conversation,
            _table.c.application_number == application_number,
        )
        .values(told_sequence=sequence, told_state=state, ends_at=ends_at)
    )


def end_of(state: str, *, latest: datetime, now: datetime) -> datetime:
    """When a subscription ends that stands at `state` now: never after `latest`."""
    return min(latest, now + AFTER_END) if state in _ENDED else latest


def erase_conversation(session: Session, conversation: str) -> int:
    """Ends all subscriptions of a conversation; returns how many there were."""
    erased = session.execute(delete(_table).where(_table.c.conversation == conversation))
    return int(erased.rowcount)


def erase_ended(session: Session, *, now: datetime) -> int:
    """Erases subscriptions whose time is over; returns how many there were."""
    return int(session.execute(delete(_table).where(_table.c.ends_at <= now)).rowcount)


def _fetch_standing(session: Session, number: str) -> tuple[str | None, int]:
    """The state of an application and the place of its last event."""
    row = session.execute(
        select(Application.state, func.max(ApplicationEvent.sequence))
        .join(ApplicationEvent, ApplicationEvent.application_number == Application.number)
        .where(Application.number == number)
        .group_by(Application.state)
    ).one_or_none()
    return (row[0], row[1]) if row else (None, 0)

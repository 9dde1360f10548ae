"""Messages that were not answered well, until a curator has decided about each."""

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.models_curation import CurationItem

LONGEST_TEXT = 1_000
# Callers hand over tokens; this is a second look at what an operator may have typed.
_NUMBERS = re.compile(r"UP\d{4}-?\d{8}|(?<!\d)\d(?:[ -]?\d){9,}(?!\d)|\S+@\S+\.\S+")
_items = CurationItem.__table__.c


def save_item(
    session: Session,
    *,
    origin: str,
    conversation: str | None,
    text: str,
    language: str,
    reason: str,
    label: str | None,
    asked_at: datetime,
) -> int:
    """Keeps one message, with tokens in place of identifiers; returns its id."""
    item = CurationItem(
        origin=origin,
        conversation=conversation,
        text=_NUMBERS.sub("[number]", " ".join(text.split()))[:LONGEST_TEXT],
        language=language,
        reason=reason,
        label=label,
        asked_at=asked_at,
        status="new",
    )
    session.add(item)
    session.flush()
    return item.id


def note_correction(
    session: Session, *, text: str, language: str, answer_id: str | None, now: datetime
) -> int:
    """Keeps what an operator answered otherwise than the assistant proposed; returns its id.

    Args:
        session: a transaction that may write.
        text: the question, with tokens in place of identifiers.
        language: `hi`, `en` or `hinglish`.
        answer_id: the answer that the operator chose, if any.
        now: aware time.
    """
    return save_item(
        session,
        origin=f"correction:{uuid.uuid4().hex}",
        conversation=None,
        text=text,
        language=language,
        reason="corrected",
        label=f"faq/{answer_id}" if answer_id else None,
        asked_at=now,
    )


def count_items(session: Session, status: str = "new") -> int:
    """How many messages are in a state."""
    query = select(func.count()).select_from(CurationItem).where(_items.status == status)
    return int(session.execute(query).scalar_one())


def fetch_items(session: Session, ids: Iterable[int]) -> list[CurationItem]:
    """The messages of these ids, in the order of their ids."""
    query = select(CurationItem).where(_items.id.in_(list(ids))).order_by(_items.id)
    return list(session.execute(query).scalars())


def fetch_new(session: Session, limit: int) -> list[CurationItem]:
    """The newest messages that nobody has decided about."""
    query = (
        select(CurationItem)
        .where(_items.status == "new")
        .order_by(_items.asked_at.desc(), _items.id.desc())
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def fetch_decided(session: Session, limit: int) -> list[CurationItem]:
    """Messages of which a curator said what is to become of them, the newest decision first."""
    query = (
        select(CurationItem)
        .where(_items.status.in_(("assigned", "answered", "out_of_scope")))
        .order_by(_items.decided_at.desc(), _items.id.desc())
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def decide(
    session: Session,
    ids: Sequence[int],
    *,
    status: str,
    answer_id: str | None,
    actor: str,
    now: datetime,
) -> list[CurationItem]:
    """Notes what is to become of messages; those in that state already are left alone.

    Args:
        session: a transaction that may write.
        ids: of messages.
        status: one of `ITEM_STATES`; `new` takes a decision back.
        answer_id: the answer they were assigned to.
        actor: login of the curator.
        now: aware time.

    Returns:
        The messages whose state was changed.
    """
    serialise(session, "curation")
    changed = [
        item
        for item in fetch_items(session, ids)
        if item.status != status or item.answer_id != answer_id
    ]
    for item in changed:
        item.status, item.answer_id = status, answer_id
        item.decided_by = None if status == "new" else actor
        item.decided_at = None if status == "new" else now
    session.flush()
    return changed


def mark_answered(session: Session, answer_ids: Iterable[str]) -> int:
    """Notes that a published model has learned the messages assigned to these answers."""
    done = session.execute(
        update(CurationItem)
        .where(_items.status == "assigned", _items.answer_id.in_(list(answer_ids)))
        .values(status="answered")
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def erase_conversation(session: Session, conversation: str) -> int:
    """Erases the messages of a conversation; returns how many there were."""
    return _erase(session, _items.conversation == conversation)


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases messages asked before a moment; returns how many there were."""
    return _erase(session, _items.asked_at < before)


def _erase(session: Session, which: Any) -> int:
    done = session.execute(
        delete(CurationItem).where(which).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)

"""Tells subscribers that an application moved on: one message each in the outbox.

It is written in the transaction that stores the change, so that neither is there without the
other. A notice names no person, and of the application number its last four digits only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from store import outbox, status_words, subscriptions
from store.keys import stable_digest
from store.records import ApplicationRecord
from store.status import next_step

KIND = "notice"
_AT_ONCE = 500


def write_notices(session: Session, changed: Sequence[ApplicationRecord], *, now: datetime) -> int:
    """Writes a notice to each subscriber who does not know how an application stands now.

    Args:
        session: the transaction that stores `changed`.
        changed: applications that were stored before, as they are from now on.
        now: the moment.

    Returns:
        How many notices were written; none for a change that leaves the state as it was told.
    """
    if not changed or not subscriptions.any_subscribed(session):
        return 0
    by_number = {record.number: record for record in changed}
    numbers = list(by_number)
    written = 0
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        for row in subscriptions.fetch_subscribers(session, part):
            record = by_number[row.application_number]
            if row.ends_at > now and _is_news(row, record):
                written += _write(session, row, record, now)
    return written


def _is_news(row: Any, record: ApplicationRecord) -> bool:
    return len(record.events) > row.told_sequence or record.state != row.told_state


def _write(session: Session, row: Any, record: ApplicationRecord, now: datetime) -> bool:
    sequence, last = len(record.events), record.events[-1]
    facts = (record.number, str(sequence), record.state, last.on.isoformat())
    event = stable_digest(KIND, *facts)[:32]
    subscriptions.save_told(
        session,
        row.conversation,
        record.number,
        sequence=sequence,
        state=record.state,
        ends_at=subscriptions.end_of(record.state, latest=row.ends_at, now=now),
    )
    return outbox.put(
        session,
        key=f"{KIND}:{event}:{row.conversation}",
        channel=row.channel,
        conversation=row.conversation,
        kind=KIND,
        payload=_payload(record, row.language),
        now=now,
    )


def _payload(record: ApplicationRecord, language: str) -> dict[str, Any]:
    """The notice as a reply: text, buttons, and its language."""
    code = next_step([event.kind for event in record.events])
    last = record.events[-1]
    text = status_words.say(
        "notice",
        language,
        ending=record.number[-4:],
        state=status_words.state(last.kind, last.detail, language),
        step=status_words.next_step(code, record.approver_role, language),
    )
    buttons = [
        {"title": status_words.say("title_status", language), "payload": "/check_status"},
        {"title": status_words.say("title_unsubscribe", language), "payload": "/unsubscribe"},
    ]
    return {"text": text, "buttons": buttons, "custom": {"language": language}}

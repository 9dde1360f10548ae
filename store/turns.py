"""What became of each message: facts without words, for statistics and curation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models_turns import Feedback, TurnFact
from store.statements import compiled_once

_table = TurnFact.__table__
LONGEST_LABEL, LONGEST_TOPIC = 120, 80


@dataclass(frozen=True)
class Fact:
    """What became of one message.

    `outcome` is one of `models_turns.OUTCOMES`; `language` is `hi`, `en` or `hinglish`;
    `confidence` is 0 to 1; `milliseconds` from the intake of the message to its answer.
    """

    conversation: str
    message_id: str
    at: datetime
    channel: str
    language: str
    outcome: str
    label: str | None
    topic: str | None
    confidence: float | None
    milliseconds: int
    num_replies: int


@dataclass(frozen=True)
class DayCount:
    """How many messages of a day and channel ended one way."""

    day: str
    channel: str
    language: str
    outcome: str
    num_turns: int


def save_fact(session: Session, fact: Fact) -> None:
    """Keeps the fact of a message; the first one stands."""
    statement = _POSTGRES if session.get_bind().dialect.name == "postgresql" else _SQLITE
    # `asdict` copies deeply, which takes as long as the statement.
    values = dict(vars(fact))
    values["label"] = (fact.label or "")[:LONGEST_LABEL] or None
    values["topic"] = (fact.topic or "")[:LONGEST_TOPIC] or None
    session.execute(statement, values)


def fetch_fact(session: Session, conversation: str, message_id: str) -> Fact | None:
    """What became of a message, or None when it was not answered (yet)."""
    columns = [_table.c[name] for name in Fact.__dataclass_fields__]
    row = session.execute(
        select(*columns).where(
            _table.c.conversation == conversation, _table.c.message_id == message_id
        )
    ).one_or_none()
    return None if row is None else Fact(*row)


def fetch_by_day(session: Session, *, since: datetime, until: datetime) -> Sequence[DayCount]:
    """Messages from `since` until before `until`, by day (UTC), channel, language, outcome."""
    day = func.substr(cast(_table.c.at, String), 1, 10)
    kind = (day, _table.c.channel, _table.c.language, _table.c.outcome)
    rows = session.execute(
        select(*kind, func.count())
        .where(_table.c.at >= since, _table.c.at < until)
        .group_by(*kind)
        .order_by(*kind)
    )
    return [DayCount(*row) for row in rows]


def detach_conversation(session: Session, conversation: str) -> None:
    """Cuts facts and feedback off from a conversation that its person has erased.

    What is left counts in statistics and leads to nobody: another random id, no message ids,
    no comment.
    """
    nobody = secrets.token_hex(16)
    for table, also in ((_table, {}), (Feedback.__table__, {"comment": None})):
        session.execute(
            update(table)
            .where(table.c.conversation == conversation)
            .values(conversation=nobody, message_id=cast(table.c.id, String), **also)
        )


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases facts of messages that came before a moment; returns how many."""
    return int(session.execute(delete(_table).where(_table.c.at < before)).rowcount)


def _keeping(dialect: Any) -> Any:
    columns = list(Fact.__dataclass_fields__)
    return compiled_once(dialect.insert(_table).on_conflict_do_nothing(), dialect, columns)


_SQLITE, _POSTGRES = _keeping(sqlite), _keeping(postgresql)

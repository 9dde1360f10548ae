"""Finds the messages of the last weeks that were not answered well, and what people asked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from store.curation import save_item
from store.engine import serialise
from store.models import TranscriptLine
from store.models_curation import CurationItem
from store.models_turns import Feedback, TurnFact

DAYS = 30
MOST_AT_ONCE = 2_000
_AT_A_TIME = 200
_MARGIN = timedelta(minutes=5)  # a line is written a moment before its fact
_lines, _facts = TranscriptLine.__table__.c, TurnFact.__table__.c
_thumbs, _items = Feedback.__table__.c, CurationItem.__table__.c
#: What became of a turn, and why a curator should see it.
_OUTCOMES = ("refused", "disambiguated")


class Found(NamedTuple):
    """A turn to look at: where it came from, and what is known of it."""

    origin: str
    conversation: str
    message_id: str
    reason: str
    label: str | None
    at: datetime


def collect(session: Session, *, now: datetime) -> int:
    """Takes in what is new since the last time; returns the number of messages.

    Buttons are left out, and so are turns whose transcript has been erased.
    """
    serialise(session, "curation-intake")
    since = now - timedelta(days=DAYS)
    found = [*_turns(session, since), *_thumbs_down(session, since)]
    taken = 0
    for start in range(0, len(found), _AT_A_TIME):
        part = found[start : start + _AT_A_TIME]
        lines = _lines_of(session, part)
        for one in part:
            line = lines.get((one.conversation, one.message_id))
            if line is None or not is_question(line.text):
                continue
            save_item(
                session,
                origin=one.origin,
                conversation=one.conversation,
                text=line.text,
                language=line.language or "hi",
                reason=one.reason,
                label=one.label,
                asked_at=one.at,
            )
            taken += 1
    return taken


def fetch_recent_questions(session: Session, *, since: datetime, limit: int) -> list[str]:
    """What people typed lately, each text once, the newest first."""
    query = (
        select(_lines.text)
        .where(_lines.direction == "in", _lines.created_at >= since)
        .order_by(_lines.id.desc())
        .limit(limit * 3)
    )
    texts = dict.fromkeys(" ".join(text.split()) for (text,) in session.execute(query))
    return [text for text in texts if is_question(text)][:limit]


def is_question(text: str) -> bool:
    """Whether a person wrote it: no button, and not a token alone.

    >>> is_question("/faq{}"), is_question("[mobile#1]"), is_question("पेंशन कब?")
    (False, False, True)
    """
    text = text.strip()
    return bool(text) and not text.startswith("/") and any(c.isalpha() for c in _bare(text))


def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if not word.startswith("["))


def _turns(session: Session, since: datetime) -> list[Found]:
    origin = literal("turn:") + cast(_facts.id, String)
    query = (
        select(origin, _facts.conversation, _facts.message_id, _facts.outcome, _facts.label)
        .add_columns(_facts.at)
        .where(_facts.outcome.in_(_OUTCOMES), _facts.at >= since, ~_is_taken(origin))
        .order_by(_facts.id)
        .limit(MOST_AT_ONCE)
    )
    return [Found(*row) for row in session.execute(query)]


def _thumbs_down(session: Session, since: datetime) -> list[Found]:
    origin = literal("feedback:") + cast(_thumbs.id, String)
    query = (
        select(origin, _thumbs.conversation, _thumbs.message_id, literal("thumbs_down"))
        .add_columns(_thumbs.label, _thumbs.created_at)
        .where(_thumbs.verdict == "down", _thumbs.created_at >= since, ~_is_taken(origin))
        .order_by(_thumbs.id)
        .limit(MOST_AT_ONCE)
    )
    return [Found(*row) for row in session.execute(query)]


def _is_taken(origin: Any) -> Any:
    return select(_items.id).where(_items.origin == origin).exists()


def _lines_of(session: Session, found: Sequence[Found]) -> dict[tuple[str, str], TranscriptLine]:
    """The lines of these turns, by conversation and message id."""
    wanted: dict[str, list[datetime]] = defaultdict(list)
    for one in found:
        wanted[one.conversation].append(one.at)
    if not wanted:
        return {}
    query = select(TranscriptLine).where(
        _lines.conversation.in_(list(wanted)),
        _lines.direction == "in",
        _lines.created_at >= min(_all(wanted.values())) - timedelta(days=1),
        _lines.created_at <= max(_all(wanted.values())) + _MARGIN,
    )
    return {
        (line.conversation, str((line.payload or {}).get("message_id"))): line
        for line in session.execute(query).scalars()
    }


def _all(moments: Iterable[list[datetime]]) -> list[datetime]:
    return [moment for several in moments for moment in several]

"""Counts for the helpdesk's charts: never who, and a text only as curators see it, with tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import Date, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from store.models import Application
from store.models_curation import CurationItem
from store.models_turns import Feedback, TurnFact

INDIA = timezone(timedelta(hours=5, minutes=30))
_facts = TurnFact.__table__.c
_feedback = Feedback.__table__.c
_items = CurationItem.__table__.c
_applications = Application.__table__.c
#: Messages that were questions: what an operator answers and small talk say nothing of the bot.
ASKED = ("answered", "disambiguated", "refused", "calculated", "status", "gave_up")
_TIMED = ("answered", "disambiguated", "refused", "calculated")


@dataclass(frozen=True)
class Period:
    """Days in India, both included."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment, and the first moment after it."""
        return (
            datetime.combine(self.first, time.min, INDIA),
            datetime.combine(self.last + timedelta(days=1), time.min, INDIA),
        )

    @property
    def days(self) -> list[date]:
        """Each day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class LabelCount:
    """How often an answer or calculator was given, how quickly, and what people thought of it."""

    label: str
    num_turns: int
    mean_ms: int
    slowest_ms: int
    num_up: int
    num_down: int


@dataclass(frozen=True)
class Satisfaction:
    """Thumbs, and the reasons given for those that point down: `(code, count)`."""

    num_up: int
    num_down: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class DistrictCount:
    """Applications of a district, and how many of them have their card."""

    district: str
    num_applications: int
    num_cards: int


def count_days(session: Session, period: Period) -> dict[tuple[str, str], int]:
    """Messages by (day in India as ISO 8601, outcome)."""
    day = _day(session, _facts.at)
    query = select(day, _facts.outcome, func.count()).where(_within(_facts.at, period))
    rows = session.execute(query.group_by(day, _facts.outcome))
    return {(str(on), outcome): count for on, outcome, count in rows}


def count_by(session: Session, period: Period, name: str) -> list[tuple[str, int]]:
    """Messages by one column (`channel`, `language`, `topic`, `outcome`), most frequent first."""
    column = _facts[name]
    query = select(column, func.count()).where(_within(_facts.at, period), column.is_not(None))
    rows = session.execute(query.group_by(column).order_by(func.count().desc(), column))
    return [(value, count) for value, count in rows]


def fetch_percentiles(
    session: Session, period: Period, shares: Sequence[float]
) -> list[int | None]:
    """Milliseconds within which a share of the questions was answered; None without any."""
    where = (_within(_facts.at, period), _facts.outcome.in_(_TIMED))
    total = session.execute(select(func.count()).where(*where)).scalar_one()
    ordered = select(_facts.milliseconds).where(*where).order_by(_facts.milliseconds).limit(1)
    return [
        session.execute(ordered.offset(min(total - 1, int(total * share)))).scalar_one()
        if total
        else None
        for share in shares
    ]


def fetch_labels(
    session: Session, period: Period, *, by: str = "count", limit: int = 20
) -> list[LabelCount]:
    """Answers and calculators given, the most frequent (`count`) or slowest (`slowest`) first."""
    thumbs = (
        select(
            _feedback.label,
            _sum(_feedback.verdict == "up").label("up"),
            _sum(_feedback.verdict == "down").label("down"),
        )
        .where(_within(_feedback.created_at, period))
        .group_by(_feedback.label)
        .subquery()
    )
    count, mean = func.count(), func.avg(_facts.milliseconds)
    given = (
        select(
            _facts.label, count, mean, func.max(_facts.milliseconds), thumbs.c.up, thumbs.c.down
        )
        .outerjoin(thumbs, thumbs.c.label == _facts.label)
        .where(
            _within(_facts.at, period),
            _facts.outcome.in_(("answered", "calculated")),
            _facts.label.is_not(None),
        )
        .group_by(_facts.label, thumbs.c.up, thumbs.c.down)
        .order_by((mean if by == "slowest" else count).desc(), _facts.label)
        .limit(limit)
    )
    return [
        LabelCount(label, num, round(average), slowest, up or 0, down or 0)
        for label, num, average, slowest, up, down in session.execute(given)
    ]


def fetch_satisfaction(session: Session, period: Period) -> Satisfaction:
    """What people thought of the replies."""
    where = _within(_feedback.created_at, period)
    verdicts = select(_feedback.verdict, func.count()).where(where).group_by(_feedback.verdict)
    found = dict(iter(session.execute(verdicts)))
    reasons = session.execute(
        select(_feedback.reason, func.count())
        .where(where, _feedback.verdict == "down", _feedback.reason.is_not(None))
        .group_by(_feedback.reason)
        .order_by(func.count().desc(), _feedback.reason)
    )
    return Satisfaction(
        found.get("up", 0), found.get("down", 0), tuple((code, num) for code, num in reasons)
    )


def fetch_unanswered(
    session: Session, period: Period, limit: int = 20
) -> list[tuple[str, int, datetime]]:
    """Questions not answered well, by cluster: its newest text, its size, when that was asked."""
    group = func.coalesce(_items.cluster, _items.id)
    size, newest = func.count(), func.max(_items.id)
    clusters = (
        select(size.label("size"), newest.label("newest"))
        .where(_within(_items.asked_at, period), _items.status == "new")
        .group_by(group)
        .order_by(size.desc(), newest.desc())
        .limit(limit)
        .subquery()
    )
    query = select(_items.text, clusters.c.size, _items.asked_at)
    rows = session.execute(
        query.join(clusters, clusters.c.newest == _items.id).order_by(
            clusters.c.size.desc(), _items.asked_at.desc()
        )
    )
    return [(text, count, asked_at) for text, count, asked_at in rows]


def count_states(session: Session) -> list[tuple[str, int]]:
    """Applications by where they stand now, most frequent first."""
    state = _applications.state
    query = select(state, func.count()).group_by(state).order_by(func.count().desc(), state)
    return [(value, count) for value, count in session.execute(query)]


def count_districts(session: Session) -> list[DistrictCount]:
    """Applications by district, most first."""
    cards = _sum(_applications.state == "card_generated")
    query = select(_applications.district, func.count(), cards).group_by(_applications.district)
    rows = session.execute(query.order_by(func.count().desc(), _applications.district))
    return [DistrictCount(*row) for row in rows]


def _within(column: Any, period: Period) -> Any:
    first, after = period.bounds
    return (column >= first) & (column < after)


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _day(session: Session, column: Any) -> Any:
    """The day in India of a moment that is stored in UTC."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.timezone(literal_column("'Asia/Kolkata'"), column), Date)
    return func.date(column, literal_column("'+330 minutes'"))

"""The figures as tables: one shape for the page, its charts and the CSV files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from actions.rules import calculators
from console import words
from console.times import day, when
from store import analytics, status_words
from store.analytics import Period

Kind = Literal["text", "number", "bar"]


@dataclass(frozen=True)
class Column:
    """`bar` is a number that is also drawn, against the largest of its column."""

    head: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """`chart` is drawn above the table from its own cells: `lines`, or empty."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    chart: str = ""
    note: str = ""

    def largest(self, index: int) -> int:
        """The largest number of a column, at least 1."""
        return max([1, *(row[index] for row in self.rows)])


Maker = Callable[[Session, Period, str], Table]
_COUNT = Column("analytics.heads.messages", "bar")
SERIES = ("answered", "calculated", "status", "disambiguated", "refused", "handed_over")


def make_table(name: str, db: Session, period: Period, language: str) -> Table:
    """One of `TABLES`.

    Raises:
        KeyError: there is no such table.
    """
    return TABLES[name](db, period, language)


def _days(db: Session, period: Period, _: str) -> Table:
    found = analytics.count_days(db, period)
    rows = [
        [day(on), *(found.get((on.isoformat(), outcome), 0) for outcome in SERIES)]
        for on in period.days
    ]
    heads = [Column(f"analytics.values.outcome.{outcome}", "number") for outcome in SERIES]
    return Table("days", [Column("analytics.heads.day"), *heads], rows, chart="lines")


def _by(column: str) -> Maker:
    def make(db: Session, period: Period, language: str) -> Table:
        rows = [
            [_word(f"analytics.values.{column}.{value}", value, language), count]
            for value, count in analytics.count_by(db, period, column)
        ]
        return Table(column, [Column(f"analytics.heads.{column}"), _COUNT], rows)

    return make


def _labels(by: str) -> Maker:
    def make(db: Session, period: Period, language: str) -> Table:
        heads = [
            Column("analytics.heads.answer"),
            Column("analytics.heads.messages", "bar" if by == "count" else "number"),
            Column("analytics.heads.mean_ms", "bar" if by == "slowest" else "number"),
            Column("analytics.heads.slowest_ms", "number"),
            Column("analytics.heads.up", "number"),
            Column("analytics.heads.down", "number"),
        ]
        rows = [
            [_title(one.label, language), one.num_turns, one.mean_ms, one.slowest_ms,
             one.num_up, one.num_down]
            for one in analytics.fetch_labels(db, period, by=by)
        ]  # fmt: skip
        return Table("asked" if by == "count" else "slowest", heads, rows)

    return make


def _unanswered(db: Session, period: Period, _: str) -> Table:
    heads = [Column("analytics.heads.question"), _COUNT, Column("analytics.heads.asked_at")]
    rows = [
        [text, count, when(asked_at)]
        for text, count, asked_at in analytics.fetch_unanswered(db, period)
    ]
    return Table("unanswered", heads, rows)


def _reasons(db: Session, period: Period, language: str) -> Table:
    rows = [
        [_word(f"analytics.values.reason.{code}", code, language), count]
        for code, count in analytics.fetch_satisfaction(db, period).reasons
    ]
    heads = [Column("analytics.heads.reason"), Column("analytics.heads.down", "bar")]
    return Table("reasons", heads, rows)


def _states(db: Session, _: Period, language: str) -> Table:
    rows = [
        [status_words.state(value, None, language), count]
        for value, count in analytics.count_states(db)
    ]
    heads = [Column("analytics.heads.state"), Column("analytics.heads.applications", "bar")]
    return Table("states", heads, rows, note="analytics.as_of_now")


def _districts(db: Session, _: Period, __: str) -> Table:
    heads = [
        Column("analytics.heads.district"),
        Column("analytics.heads.applications", "bar"),
        Column("analytics.heads.cards", "number"),
        Column("analytics.heads.share", "number"),
    ]
    rows = [
        [one.district, one.num_applications, one.num_cards,
         f"{100 * one.num_cards / one.num_applications:.0f}%"]
        for one in analytics.count_districts(db)
    ]  # fmt: skip
    return Table("districts", heads, rows, note="analytics.as_of_now")


TABLES: dict[str, Maker] = {
    "days": _days,
    "outcome": _by("outcome"),
    "channel": _by("channel"),
    "language": _by("language"),
    "topic": _by("topic"),
    "asked": _labels("count"),
    "slowest": _labels("slowest"),
    "unanswered": _unanswered,
    "reasons": _reasons,
    "states": _states,
    "districts": _districts,
}


def _title(label: str, language: str) -> str:
    """A calculator's title; an answer is known by its id."""
    calculator = calculators().get(label)
    return label if calculator is None else calculator.title[language]


def _word(key: str, value: str, language: str) -> str:
    """The word for a value, or the value itself where there is none."""
    try:
        return words.say(key, language)
    except KeyError:
        return value

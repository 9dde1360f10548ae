"""The calendar behind dates: what a two-digit year means and which year an unsaid one is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from bot.nlu.entities import vocabulary
from bot.nlu.entities.sentence import Sentence

_PIVOT = 55
_FUTURE_ENDING = re.compile(
    r"(?:(?:e|a|o|u)n?g[aei]|ungi|unga|enge|ेगा|ेगि|ेंगे|ेंगि|[ुउ]ंगा|[ुउ]ंगि|[एे]ंगे|ोगे|एगा|एगि)$"
)


@dataclass(frozen=True)
class Moment:
    """When a message is read, and which way it looks.

    Attributes:
        today: the day the message was sent.
        tense: whether its verbs tell of the past, of the future, or do not say.
        is_birth: it speaks of a birth, so its dates are not in the future.
    """

    today: date
    tense: Literal["past", "future", "unknown"]
    is_birth: bool

    def full_year(self, two_digits: int) -> int:
        """Four digits of a two-digit year: 55 to 99 are 19xx."""
        year = two_digits + (1900 if two_digits >= _PIVOT else 2000)
        return year - 100 if self.is_birth and year > self.today.year else year

    def choose(self, candidates: Iterable[date]) -> date | None:
        """The candidate that fits the tense and is nearest to today."""
        known = list(candidates)
        if self.tense == "past" or self.is_birth:
            known = [day for day in known if day <= self.today] or known
        elif self.tense == "future":
            known = [day for day in known if day >= self.today] or known
        return min(known, key=lambda day: abs(day - self.today), default=None)


@cache
def words(name: str) -> frozenset[str]:
    """Folded words of one line of the list."""
    return vocabulary.keys(vocabulary.read("dates")[name])


@cache
def table(name: str) -> dict[str, int]:
    """Folded words of one table of the list, with their numbers."""
    listed = vocabulary.by_key(vocabulary.read("dates")[name])
    return {key: int(value) for key, value in listed.items()}


def moment_of(sentence: Sentence, today: date) -> Moment:
    """Read the tense of a message from its verbs."""
    keys = set(sentence.keys)
    is_future = bool(keys & words("future")) or any(map(_FUTURE_ENDING.search, keys))
    is_past = bool(keys & words("past"))
    tense: Literal["past", "future", "unknown"] = "unknown"
    if is_past != is_future:
        tense = "past" if is_past else "future"
    return Moment(today, tense, bool(keys & words("birth")))


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """Move by whole months, the day of month clamped to the month's last day.

    >>> shift_months(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not 1 <= year <= 9998:
        return None
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))

"""Dates in figures, day first: 15/01/2020, 15-1-20, 15.01.2020, 2020-01-15, 01/2020."""

import re
from collections.abc import Iterator

from bot.nlu.entities.dates import Moment, real_date
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.sentence import Sentence

_EDGE = r"(?<![0-9])(?<![0-9][/.\-])"
_DAY_FIRST = re.compile(
    rf"{_EDGE}([0-9]{{1,2}})\s?([/.\-])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{4}}|[0-9]{{2}})(?![0-9]|\2[0-9]|/\w)"
)
_YEAR_FIRST = re.compile(
    rf"{_EDGE}([0-9]{{4}})([/.\-])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![0-9]|\2[0-9])"
)
_SPACED = re.compile(
    r"(?<![0-9])(?<![0-9] )([0-9]{1,2}) ([0-9]{1,2}) ((?:19|20)[0-9]{2})(?![0-9]|,[0-9])"
)
_MONTH_YEAR = re.compile(
    rf"{_EDGE}(0?[1-9]|1[0-2])[/\-]((?:19|20)[0-9]{{2}})(?![0-9]|[/.\-][0-9])"
)
_YEAR_PAIR = re.compile(
    rf"{_EDGE}((?:19|20)[0-9]{{2}})\s?[/\-]\s?((?:19|20)?[0-9]{{2}})(?![0-9]|[/.\-][0-9])"
)
_MAX_DAY = 31
_MAX_MONTH = 12


def numeric_dates(sentence: Sentence, moment: Moment) -> Iterator[Entity]:
    """Dates, months and financial years written in figures.

    A day that no calendar has (30-02-2020, 31/04/21, a month 13) has the value None and
    `extra["invalid"]`.
    """
    text = sentence.plain
    for match in _DAY_FIRST.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        is_short = len(match[4]) == 2
        if is_short and (day > _MAX_DAY or month > _MAX_MONTH or 0 in (day, month)):
            continue  # 40-50-60 is a list, not a date
        yield _dated(sentence, match, moment.full_year(year) if is_short else year, month, day)
    for match in _YEAR_FIRST.finditer(text):
        yield _dated(sentence, match, int(match[1]), int(match[3]), int(match[4]))
    for match in _SPACED.finditer(text):
        if real_date(int(match[3]), int(match[2]), int(match[1])):
            yield _dated(sentence, match, int(match[3]), int(match[2]), int(match[1]))
    for match in _MONTH_YEAR.finditer(text):
        value = f"{match[2]}-{int(match[1]):02}"
        yield sentence.stretch("month", value, match.start(), match.end(), {})
    yield from _year_pairs(sentence)


def _year_pairs(sentence: Sentence) -> Iterator[Entity]:
    """2020-21 is a financial year; 2020-01 is a month."""
    for match in _YEAR_PAIR.finditer(sentence.plain):
        first, second = int(match[1]), int(match[2])
        start, end = match.span()
        if second in (first + 1, (first + 1) % 100):
            value = f"{first}-{(first + 1) % 100:02}"
            yield sentence.stretch("financial_year", value, start, end, {})
        elif len(match[2]) == 2 and 1 <= second <= _MAX_MONTH:
            yield sentence.stretch("month", f"{first}-{second:02}", start, end, {})


def _dated(sentence: Sentence, match: re.Match[str], year: int, month: int, day: int) -> Entity:
    found = real_date(year, month, day)
    value, extra = (found.isoformat(), {}) if found else (None, {"invalid": True})
    return sentence.stretch("date", value, match.start(), match.end(), extra)

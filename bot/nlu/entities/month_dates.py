"""Dates with a month's name: 15 जनवरी 2020, Jan 15, 2020, agle saal 31 march, january 2020."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bot.nlu.entities.amounts import ordinal_suffixes
from bot.nlu.entities.date_ranges import complete_ranges
from bot.nlu.entities.dates import Moment, real_date, table, words
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.number_words import lexicon
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence

_NOT_MONTHS = frozenset({"now"})  # folds to nov
_YEAR_SIGNS = frozenset({"'", "’", "-", "–"})
_GAPS = frozenset({"", "-", "/", ".", ",", "'", "’", "–"})
_MAX_DAY = 31
_YEARS = range(1800, 2200)
_RECENT_YEARS = 3


class _Day(NamedTuple):
    number: int
    first: int
    end: int


class _Year(NamedTuple):
    number: int
    first: int
    end: int


def month_dates(
    sentence: Sentence,
    by_first: Mapping[int, Quantity],
    by_end: Mapping[int, Quantity],
    moment: Moment,
) -> list[Entity]:
    """Dates and months by name; what one end of a range leaves out, the other end gives.

    Without a year the nearest that fits the tense is taken, with `extra["year_assumed"]`; a
    day that no calendar has gives None and `extra["invalid"]`.
    """
    found = list(_scan(sentence, by_first, by_end, moment))
    return complete_ranges(sentence, by_end, list(_years_said_before(sentence, found, moment)))


def _years_said_before(
    sentence: Sentence, found: list[Entity], moment: Moment
) -> Iterator[Entity]:
    """ "Discharged 4 april 2026, bill 20 april ko": the second day follows the first."""
    said: date | None = None
    for entity in found:
        day = date.fromisoformat(entity.value) if entity.kind == "date" and entity.value else None
        if day is not None and not entity.extra:
            said = day if abs(day.year - moment.today.year) <= _RECENT_YEARS else None
        elif day is not None and said is not None and entity.extra == {"year_assumed": True}:
            years = (said.year, said.year + 1)
            days = filter(None, (real_date(year, day.month, day.day) for year in years))
            later = next((one for one in days if one >= said), day)
            extra = {"year_assumed": True}
            yield sentence.stretch("date", later.isoformat(), entity.start, entity.end, extra)
            continue
        yield entity


def _scan(
    sentence: Sentence,
    by_first: Mapping[int, Quantity],
    by_end: Mapping[int, Quantity],
    moment: Moment,
) -> Iterator[Entity]:
    done = 0
    for index, key in enumerate(sentence.keys):
        month = table("months").get(key)
        if month is None or index < done or sentence.raw(index) in _NOT_MONTHS:
            continue
        day = _day_before(sentence, by_end, index) or _day_behind(sentence, by_first, index)
        end = day.end if day and day.end > index else index + 1
        first = day.first if day and day.first < index else index
        year = _year_behind(sentence, end, moment, day is not None) or _year_before(
            sentence, first, moment
        )
        if year is not None and year.first < done:
            year = None  # the year of the date before: "4 april 2026 ko, 20 april ko"
        entity = _entity(sentence, index, month, day, year, moment)
        if entity is not None:
            yield entity
            done = max(end, year.end if year else 0)


def _entity(
    sentence: Sentence,
    index: int,
    month: int,
    day: _Day | None,
    year: _Year | None,
    moment: Moment,
) -> Entity | None:
    key = sentence.key(index)
    if year is None and (
        key in words("needs_year") or not (day or key not in words("weak_months"))
    ):
        return None
    first = min(part.first for part in (day, year, _Day(0, index, index + 1)) if part)
    end = max(part.end for part in (day, year, _Day(0, index, index + 1)) if part)
    if day is None:
        return _month(sentence, month, year, first, end, moment)
    extra = {} if year else {"year_assumed": True}
    years = [year.number] if year else [moment.today.year + step for step in (-1, 0, 1)]
    found = moment.choose(filter(None, (real_date(number, month, day.number) for number in years)))
    if found is None:
        return sentence.entity("date", None, first, end, invalid=True)
    return sentence.entity("date", found.isoformat(), first, end, **extra)


def _month(
    sentence: Sentence, month: int, year: _Year | None, first: int, end: int, moment: Moment
) -> Entity | None:
    if year is not None:
        return sentence.entity("month", f"{year.number}-{month:02}", first, end)
    years = (moment.today.year + step for step in (-1, 0, 1))
    found = moment.choose(filter(None, (real_date(number, month, 1) for number in years)))
    if found is None:
        return None
    return sentence.entity("month", f"{found:%Y-%m}", first, end, year_assumed=True)


def _day(quantity: Quantity | None, first: int, end: int) -> _Day | None:
    if quantity is None or quantity.end - quantity.first > 1:
        return None
    if quantity.whole not in range(1, 100) or (quantity.in_words and quantity.value > _MAX_DAY):
        return None
    return _Day(int(quantity.value), first, end)


def _day_before(sentence: Sentence, by_end: Mapping[int, Quantity], index: int) -> _Day | None:
    """15 जनवरी, 15th of January, पहली अप्रैल."""
    at = index
    if sentence.key(at - 1) in ("of", "ka", "ki", "की"):
        at -= 1
    if sentence.key(at - 1) in ordinal_suffixes() and at - 1 in by_end:
        at -= 1
    if sentence.gap(index) not in _GAPS:
        return None
    quantity = by_end.get(at)
    if quantity is None:
        is_first = at == index and sentence.key(at - 1) in _FIRST_DAY
        return _Day(1, at - 1, index + 1) if is_first else None
    day = _day(quantity, quantity.first, index + 1)
    return day if day and day.number <= _MAX_DAY else None


_FIRST_DAY = frozenset({"पहलि", "pehli", "pahli", "first"})


def _day_behind(sentence: Sentence, by_first: Mapping[int, Quantity], index: int) -> _Day | None:
    """January 15, 2020 and Jan 15th, June ki 12 tarikh."""
    at = index + 1 + (sentence.key(index + 1) in words("fillers"))
    quantity = by_first.get(at)
    if sentence.gap(at) not in ("", "-", ".") or quantity is None or quantity.in_words:
        return None
    end = quantity.end
    if sentence.key(end) in words("tarikh") | ordinal_suffixes() and sentence.is_soft(end):
        end += 1
    elif at > index + 1 or _is_counted(sentence, end) or len(sentence.raw(at)) > 2:
        return None
    day = _day(quantity, index, end)
    is_year = day is not None and day.number > _MAX_DAY
    return None if is_year else day


def _is_counted(sentence: Sentence, index: int) -> bool:
    lex = lexicon()
    key = sentence.key(index)
    return key in lex.multipliers or key in lex.counted or sentence.gap(index)[:1] == "%"


def _year_behind(sentence: Sentence, index: int, moment: Moment, has_day: bool) -> _Year | None:
    at = index + (sentence.key(index) in words("fillers"))
    relative = table("relative").get(sentence.key(at))
    if relative is not None and sentence.key(at + 1) in words("year_nouns"):
        return _Year(moment.today.year + relative, index - 1, at + 2)
    if sentence.gap(at) not in _GAPS or at >= len(sentence):
        return None
    if not has_day and len(sentence.raw(at)) == 2 and sentence.gap(at) not in _YEAR_SIGNS:
        return None  # "mai 42 minute": jan-85 and jan '85 are years, "jan 85" is not
    number = _written_year(sentence, at, moment)
    return _Year(number, index - 1, at + 1) if number else None


def _written_year(sentence: Sentence, at: int, moment: Moment) -> int | None:
    piece = sentence.pieces[at]
    if piece.figure is None or not piece.raw.isdigit() or _is_counted(sentence, at + 1):
        return None
    number = int(piece.figure)
    if len(piece.raw) == 4 and number in _YEARS:
        return number
    return moment.full_year(number) if len(piece.raw) == 2 else None


def _year_before(sentence: Sentence, index: int, moment: Moment) -> _Year | None:
    """2020 january, agle saal 31 march, is saal ki 1 april."""
    at = index - 1
    while at >= 0 and sentence.key(at) in words("fillers"):
        at -= 1
    relative = table("relative").get(sentence.key(at - 1))
    if relative is not None and sentence.key(at) in words("year_nouns"):
        return _Year(moment.today.year + relative, at - 1, index)
    is_year = at >= 0 and len(sentence.raw(at)) == 4 and sentence.pieces[at].figure is not None
    number = _written_year(sentence, at, moment) if is_year else None
    return _Year(number, at, index) if number else None

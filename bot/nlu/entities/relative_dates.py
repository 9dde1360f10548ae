"""Dates told from today: aaj, kal, pichle mahine ki 10 tarikh, do mahine pehle."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.nlu.entities.amounts import ordinal_suffixes
from bot.nlu.entities.dates import Moment, real_date, shift_months, table, words
from bot.nlu.entities.durations import Span
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence
from bot.nlu.entities.spelling import fold

_MAX_DAY = 31
_LONGEST_AGO_YEARS = 120
_PHRASES = {
    tuple(map(fold, phrase.split())): days
    for phrase, days in (("day before yesterday", -2), ("day after tomorrow", 2))
}


def relative_dates(
    sentence: Sentence,
    by_first: Mapping[int, Quantity],
    by_end: Mapping[int, Quantity],
    lengths: Sequence[Span],
    moment: Moment,
) -> Iterator[Entity]:
    """Dates, months (`YYYY-MM`) and years counted from today.

    "kal" and "parso" point both ways: without a verb that decides, the value is None and
    `extra["ambiguous"]` has both dates.
    """
    for index in range(len(sentence)):
        yield from _day_words(sentence, index, moment)
        yield from _month_or_year(sentence, by_first, by_end, index, moment)
    yield from _days_of_month(sentence, by_first, moment)
    for span in lengths:
        entity = _ago(sentence, span, moment)
        if entity is not None:
            yield entity


def _day_words(sentence: Sentence, index: int, moment: Moment) -> Iterator[Entity]:
    key = sentence.key(index)
    for phrase, days in _PHRASES.items() if key == "day" else ():
        if tuple(sentence.keys[index : index + 3]) == phrase:
            yield _on(sentence, moment.today + timedelta(days=days), index, index + 3)
    is_nowadays = "kal" in (sentence.key(index + 1), key) and sentence.key(index - 1) == "aj"
    if key in table("days") and sentence.key(index + 1) not in words("kal"):
        yield _on(sentence, moment.today + timedelta(days=table("days")[key]), index, index + 1)
    for name, distance in (("kal", 1), ("parso", 2)):
        if key in words(name) and not is_nowadays and sentence.key(index - 1) not in table("days"):
            yield _either_way(sentence, index, timedelta(days=distance), moment)


def _either_way(sentence: Sentence, index: int, distance: timedelta, moment: Moment) -> Entity:
    days = {"past": moment.today - distance, "future": moment.today + distance}
    if moment.tense in days:
        return _on(sentence, days[moment.tense], index, index + 1)
    both = [day.isoformat() for day in days.values()]
    return sentence.entity("date", None, index, index + 1, ambiguous=both, relative=True)


def _on(sentence: Sentence, day: date, first: int, end: int) -> Entity:
    return sentence.entity("date", day.isoformat(), first, end, relative=True)


def _month_or_year(
    sentence: Sentence,
    by_first: Mapping[int, Quantity],
    by_end: Mapping[int, Quantity],
    index: int,
    moment: Moment,
) -> Iterator[Entity]:
    """pichle mahine (ki 10 tarikh), last month 10th, 10th of last month, is saal."""
    step = table("relative").get(sentence.key(index))
    noun = sentence.key(index + 1)
    if step is None or not sentence.is_soft(index + 1):
        return
    if noun in words("year_nouns"):
        yield sentence.entity("year", moment.today.year + step, index, index + 2, relative=True)
    if noun not in words("month_nouns"):
        return
    month = shift_months(moment.today.replace(day=1), step)
    if month is None:
        return
    day, first, end = _day_beside(sentence, by_first, by_end, index)
    if day is None:
        yield sentence.entity("month", f"{month:%Y-%m}", index, index + 2, relative=True)
        return
    found = real_date(month.year, month.month, day)
    if found is None:
        yield sentence.entity("date", None, first, end, invalid=True)
    else:
        yield _on(sentence, found, first, end)


def _day_beside(
    sentence: Sentence,
    by_first: Mapping[int, Quantity],
    by_end: Mapping[int, Quantity],
    index: int,
) -> tuple[int | None, int, int]:
    """The day said just after or just before a relative month, with the whole outline."""
    at = index + 2
    while sentence.key(at) in words("fillers"):
        at += 1
    behind = by_first.get(at)
    if behind is not None and _day_number(behind):
        if sentence.key(behind.end) in words("tarikh") | ordinal_suffixes():
            return _day_number(behind), index, behind.end + 1
        if sentence.key(behind.end) in ("ko", "को") or behind.end == len(sentence):
            return _day_number(behind), index, behind.end
    at = index
    while sentence.key(at - 1) in words("fillers"):
        at -= 1
    before = by_end.get(at - 1)
    is_marked = sentence.key(at - 1) in words("tarikh") | ordinal_suffixes()
    if before is not None and is_marked and _day_number(before):
        return _day_number(before), before.first, index + 2
    return None, index, index + 2


def _day_number(quantity: Quantity) -> int | None:
    return quantity.whole if 1 <= quantity.whole <= _MAX_DAY else None


def _days_of_month(
    sentence: Sentence, by_first: Mapping[int, Quantity], moment: Moment
) -> Iterator[Entity]:
    """10 तारीख with no month: the one nearest to today that fits the tense."""
    for quantity in by_first.values():
        day = _day_number(quantity)
        end = quantity.end
        if day is None or sentence.key(end) not in words("tarikh") or not sentence.is_soft(end):
            continue
        months = [shift_months(moment.today.replace(day=1), step) for step in (-1, 0, 1)]
        days = (real_date(month.year, month.month, day) for month in months if month)
        found = moment.choose(filter(None, days))
        if found is not None:
            yield sentence.entity(
                "date", found.isoformat(), quantity.first, end + 1, month_assumed=True
            )


def _ago(sentence: Sentence, span: Span, moment: Moment) -> Entity | None:
    """2 saal pehle; but "retirement se 2 saal pehle" counts from something else."""
    if sentence.key(span.end) not in words("before") or not sentence.is_soft(span.end):
        return None
    value = span.value
    if sentence.key(span.first - 1) in words("bound_by") or value["years"] > _LONGEST_AGO_YEARS:
        return None
    if value["days"] > _LONGEST_AGO_YEARS * 365 or value["months"] > _LONGEST_AGO_YEARS * 12:
        return None
    month = shift_months(moment.today, -12 * value["years"] - value["months"])
    if month is None or not any(value[unit] for unit in ("years", "months", "days")):
        return None
    day = month - timedelta(days=value["days"])
    return sentence.entity(
        "date", day.isoformat(), span.first, span.end + 1, relative=True, duration=value
    )

"""Lengths of time (33 saal 4 mahine, ढाई माह, 48 hours) and the ages said with them."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence

_ORDER = ("years", "months", "weeks", "days", "hours")
_SMALLER = {
    "years": ("months", 12),
    "months": ("days", 30),
    "weeks": ("days", 7),
    "days": ("hours", 24),
}
_CONNECTORS = vocabulary.keys("aur or and tatha evam व और एवं तथा")
_FIRST_CALENDAR_YEAR = 1900


class Span(NamedTuple):
    """A length of time over pieces `first` to `end`; `given` is what was said, by unit."""

    first: int
    end: int
    given: dict[str, Decimal]

    @property
    def value(self) -> dict[str, int]:
        """Whole years, months, days and hours."""
        return whole_units(self.given)


@cache
def _units() -> dict[str, str]:
    units: dict[str, str] = vocabulary.by_key(vocabulary.read("units")["time"])
    return units


@cache
def _letters() -> dict[str, str]:
    letters: dict[str, str] = vocabulary.read("units")["time_letters"]
    return letters


def spans(sentence: Sentence, by_first: Mapping[int, Quantity]) -> list[Span]:
    """Lengths of time from left to right.

    Args:
        sentence: the message.
        by_first: its quantities by their first piece.
    """
    found: list[Span] = []
    for first in by_first:
        if not found or first >= found[-1].end:
            span = _span(sentence, by_first, first)
            if span is not None:
                found.append(span)
    return found


def durations(sentence: Sentence, found: list[Span]) -> Iterator[Entity]:
    """Turn lengths of time into `duration` entities."""
    for span in found:
        yield sentence.entity("duration", span.value, span.first, span.end)


def whole_units(given: Mapping[str, Decimal]) -> dict[str, int]:
    """Carry fractions into the next smaller unit: 3.5 years are 3 years 6 months.

    A week is 7 days; a fraction of a month counts 30 days.

    >>> whole_units({"years": Decimal("3.5"), "weeks": Decimal(2)})
    {'years': 3, 'months': 6, 'days': 14, 'hours': 0}
    """
    rest = {unit: given.get(unit, Decimal(0)) for unit in _ORDER}
    for unit, (smaller, times) in _SMALLER.items():
        kept = Decimal(0) if unit == "weeks" else rest[unit].to_integral_value("ROUND_FLOOR")
        carried = (rest[unit] - kept) * times
        # 33.4 years is 4.8 months: nobody means the days in it.
        is_exact = carried * 2 == (carried * 2).to_integral_value()
        rest[smaller] += carried if is_exact else carried.to_integral_value(ROUND_HALF_UP)
        rest[unit] = kept
    return {unit: int(rest[unit]) for unit in _ORDER if unit != "weeks"}


def _span(sentence: Sentence, by_first: Mapping[int, Quantity], first: int) -> Span | None:
    given: dict[str, Decimal] = {}
    index, end = first, first
    while (quantity := by_first.get(index)) is not None:
        unit = _unit_at(sentence, quantity.end, given)
        if unit is None or (unit == "years" and quantity.value >= _FIRST_CALENDAR_YEAR):
            break
        if given and sentence.gap(index) == "," and unit in ("weeks", "hours"):
            break  # a list of lengths, not one length
        given[unit] = quantity.value
        end = quantity.end + 1
        index = end + (sentence.key(end) in _CONNECTORS)
        if sentence.gap(end) not in ("", ",", "-", "&", "."):
            break
    return Span(first, end, given) if given else None


def _unit_at(sentence: Sentence, index: int, given: Mapping[str, Decimal]) -> str | None:
    """The unit at `index`, if it is smaller than every unit given before."""
    if sentence.gap(index) not in ("", "-", "–"):
        return None
    unit = _units().get(sentence.key(index))
    letter = _letters().get(sentence.raw(index))
    if unit is None and letter and (letter == "years" or given):
        unit = letter
    if unit is None or any(_ORDER.index(unit) <= _ORDER.index(other) for other in given):
        return None
    return unit

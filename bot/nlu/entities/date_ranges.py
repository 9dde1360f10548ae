"""Ranges of dates that say the month or the year once: 15 se 20 january 2024."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.nlu.entities import vocabulary
from bot.nlu.entities.dates import real_date
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence

_JOINTS = vocabulary.keys("se to till until tak से तक")
_HYPHENS = ("-", "–")


def complete_ranges(
    sentence: Sentence, by_end: Mapping[int, Quantity], found: Sequence[Entity]
) -> list[Entity]:
    """Give the first day of a range the month or year that its last day says.

    Args:
        sentence: the message.
        by_end: its quantities by the piece after them.
        found: dates and months by name, from left to right.

    Returns:
        The same entities, some first days added or set right.
    """
    piece_at = {piece.start: index for index, piece in enumerate(sentence.pieces)}
    piece_after = {piece.end: index + 1 for index, piece in enumerate(sentence.pieces)}
    completed: list[Entity] = []
    for entity in found:
        joint = _joint(sentence, piece_at[entity.start])
        if entity.kind == "date" and entity.value is not None and joint is not None:
            last_day = date.fromisoformat(entity.value)
            if completed and piece_after[completed[-1].end] == joint:
                completed[-1] = _same_year(sentence, completed[-1], entity, last_day)
            elif joint in by_end:
                completed += _same_month(sentence, by_end[joint], entity, last_day)
        completed.append(entity)
    return completed


def _joint(sentence: Sentence, first: int) -> int | None:
    """The piece behind the earlier end of a range whose later end begins at `first`."""
    if sentence.gap(first) in _HYPHENS:
        return first
    return first - 1 if sentence.key(first - 1) in _JOINTS else None


def _same_year(sentence: Sentence, earlier: Entity, later: Entity, last_day: date) -> Entity:
    """1 jan se 10 jan 2024; across new year the earlier end is in the year before."""
    is_unsure = "year_assumed" in earlier.extra and earlier.kind == "date"
    if not is_unsure or "year_assumed" in later.extra:
        return earlier
    guessed = date.fromisoformat(earlier.value)
    for year in (last_day.year, last_day.year - 1):
        day = real_date(year, guessed.month, guessed.day)
        if day is not None and day <= last_day:
            return sentence.stretch("date", day.isoformat(), earlier.start, earlier.end, {})
    return earlier


def _same_month(
    sentence: Sentence, quantity: Quantity, later: Entity, last_day: date
) -> list[Entity]:
    """15 se 20 january 2024: the first day is in the month of the last."""
    if quantity.end - quantity.first != 1 or not 1 <= quantity.whole < last_day.day:
        return []
    value = last_day.replace(day=quantity.whole).isoformat()
    return [sentence.entity("date", value, quantity.first, quantity.end, **later.extra)]

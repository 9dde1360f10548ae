"""Gives each figure of a message to the input that it fits best, all of them together."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from actions.cues import corrects
from actions.reading.kinds import Fit, fit
from actions.reading.mentions import Mentions
from actions.reading.message import Entity, Message, Values
from actions.reading.units import in_unit
from actions.rules.inputs import Input

MOST_FIGURES = 12
_ASKED, _FRESH, _NEEDED, _WORTH_ASKING = 30, 20, 15, 10
_TELLS = 5
# Kinds that say what they are, so that even an optional input may take them without a cue.
_TELLING = frozenset({"age", "pay_level", "grade_pay", "financial_year"})
_PER_PLACE = 0.001
_LONGEST_CORRECTION = 5  # words between a figure and the one that takes its place


class Offer(NamedTuple):
    """A figure that an input could take, and how well it fits there."""

    field: Input
    fit: Fit
    score: float


def place_figures(
    message: Message,
    mentions: Mentions,
    inputs: Sequence[Input],
    values: Values,
    *,
    known: Values,
    asked: str | None,
) -> dict[str, Any]:
    """Amounts, dates, percentages, ages, levels and lengths of time, by input.

    Args:
        message: the message.
        mentions: where it names inputs.
        inputs: the inputs that may be filled.
        values: defaults, values given before and choices of this message: what decides which
            inputs are wanted.
        known: the values given before.
        asked: the input that was asked for last, if any.
    """
    figures = [
        entity
        for entity in _without_corrected(message, mentions)
        if not _belongs_to_a_cue(mentions, entity, inputs, values)
    ][:MOST_FIGURES]
    offers = [
        [
            offer
            for place, field in enumerate(inputs)
            if (offer := _offer(mentions, entity, field, values, known, asked, place, order))
        ]
        for order, entity in enumerate(figures)
    ]
    found: dict[str, Any] = {}
    for entity, offer in zip(figures, _best_together(offers), strict=True):
        if offer is not None:
            found[offer.field.name] = offer.fit.value
            for name, value in _other_half(entity, offer.field, inputs).items():
                found.setdefault(name, value)
    return found


def _offer(
    mentions: Mentions,
    entity: Entity,
    field: Input,
    values: Values,
    known: Values,
    asked: str | None,
    place: int,
    order: int,
) -> Offer | None:
    possible = fit(entity, field, values) if field.allowed_when.holds(values) else None
    if possible is None:
        return None
    score = mentions.nearness(entity, field) + (_ASKED if field.name == asked else 0)
    if possible.sure and entity["entity"] in _TELLING:
        score += _TELLS
    is_needed = field.needed(values)
    is_wanted = is_needed or field.asked_when.holds(values)
    if not score and not (is_wanted and (possible.sure or _converts(entity, is_needed))):
        return None
    if is_wanted:
        score += _NEEDED if is_needed else _WORTH_ASKING
    # With nothing asked, a figure after a result is a change of what was given before.
    is_change = bool(known) and asked is None
    if (field.name in known) == is_change:
        score += _FRESH
    # Where nothing else decides, the order of the message is the order of asking.
    return Offer(field, possible, score - place * _PER_PLACE * (MOST_FIGURES + 1 - order))


def _belongs_to_a_cue(
    mentions: Mentions, entity: Entity, inputs: Sequence[Input], values: Values
) -> bool:
    """Whether a figure is only part of a name: the 10 of "average of 10 months"."""
    first, end = mentions.span_of(entity)
    return any(
        mention.first <= first and end <= mention.end and fit(entity, field, values) is None
        for field in inputs
        for mention in mentions.of(field)
    )


def _converts(entity: Entity, is_needed: bool) -> bool:
    """Whether a length of time may be turned into another unit without a word that says so."""
    return is_needed and entity["entity"] == "duration"


def _best_together(offers: Sequence[Sequence[Offer]]) -> list[Offer | None]:
    """One offer a figure at most, one figure an input at most, the best sum of scores."""
    bits: dict[str, int] = {}
    for offer in chain.from_iterable(offers):
        bits.setdefault(offer.field.name, 1 << len(bits))

    @cache
    def best(index: int, taken: int) -> tuple[float, tuple[Offer | None, ...]]:
        if index == len(offers):
            return 0.0, ()
        options: list[tuple[float, tuple[Offer | None, ...]]] = []
        for offer in offers[index]:
            bit = bits[offer.field.name]
            if not taken & bit:
                rest, chosen = best(index + 1, taken | bit)
                options.append((offer.score + rest, (offer, *chosen)))
        rest, chosen = best(index + 1, taken)
        return max([*options, (rest, (None, *chosen))], key=itemgetter(0))

    return list(best(0, 0)[1])


def _without_corrected(message: Message, mentions: Mentions) -> list[Entity]:
    """The figures without those taken back: "80 hazar… nahi 82,500"."""
    kept: list[Entity] = []
    for entity in mentions.figures:
        while kept and _takes_back(message, mentions, kept[-1], entity):
            kept.pop()
        kept.append(entity)
    return kept


def _takes_back(message: Message, mentions: Mentions, first: Entity, second: Entity) -> bool:
    between = message.text[first["end"] : second["start"]]
    is_alike = first["entity"] == second["entity"] or {first["entity"], second["entity"]} <= {
        "money",
        "number",
    }
    return (
        is_alike
        and len(between.split()) <= _LONGEST_CORRECTION
        and corrects(between)
        and not mentions.any_between(first["end"], second["start"])
    )


def _other_half(entity: Entity, field: Input, inputs: Sequence[Input]) -> Mapping[str, int]:
    """`33 years 4 months` fills `service_years` and also `service_months`."""
    if entity["entity"] != "duration" or not field.name.endswith("_years"):
        return {}
    sibling = field.name.removesuffix("_years") + "_months"
    if not any(other.name == sibling for other in inputs):
        return {}
    months = in_unit({**entity["value"], "years": 0, "days": 0}, "months")
    return {sibling: months.amount if months else 0}

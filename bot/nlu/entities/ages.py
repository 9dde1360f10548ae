"""How old somebody is: umar 70, 62 साल का, 24 yrs old, papa 62 ke hain."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from bot.nlu.entities import vocabulary
from bot.nlu.entities.durations import Span
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.people import relation_at
from bot.nlu.entities.sentence import Sentence

_PAUSES = (",", ";", "।", "/", ")")
_OLDEST = 125
_REACH_BACK = 4
_REACH_SERVICE = 6


@cache
def _words(name: str) -> frozenset[str]:
    return vocabulary.keys(vocabulary.read("ages")[name])


def ages(
    sentence: Sentence, found: Sequence[Quantity], lengths: Sequence[Span]
) -> Iterator[Entity]:
    """Ages in completed years; a child's age in months or days is 0 with these in `extra`.

    Args:
        sentence: the message.
        found: its quantities.
        lengths: its lengths of time.
    """
    for span in lengths:
        if span.value["years"] <= _OLDEST and _is_age(sentence, span):
            rest: dict[str, Any] = {
                unit: span.value[unit] for unit in ("months", "days") if span.value[unit]
            }
            yield sentence.entity("age", span.value["years"], span.first, span.end, **rest)
    starts = {span.first for span in lengths}
    for quantity in found:
        if quantity.first not in starts and _is_bare_age(sentence, quantity):
            yield sentence.entity("age", quantity.number, quantity.first, quantity.end)


def _is_age(sentence: Sentence, span: Span) -> bool:
    if _is_after_marker(sentence, span.first):
        return True
    following = [sentence.key(span.end + step) for step in range(3)]
    if following[0] in _words("after") or (
        following[0] in _words("genitive") | {"of"} and following[1] in _words("after")
    ):
        return True
    if following[0] not in _words("genitive"):
        return False
    if _is_service(sentence, span) and not relation_at(sentence, span.first - 1):
        return False
    if "years" not in span.given:  # 6 mahine ka bachcha, but not 4 हफ्ते की भर्ती
        return relation_at(sentence, span.end + 1)
    return _is_person(sentence, span.end + 1)


def _is_person(sentence: Sentence, index: int) -> bool:
    key = sentence.key(index)
    return (
        index >= len(sentence)
        or sentence.gap(index)[:1] in _PAUSES
        or key in _words("persons") | _words("being")
        or relation_at(sentence, index)
    )


def _is_service(sentence: Sentence, span: Span) -> bool:
    near = sentence.keys[max(0, span.first - _REACH_SERVICE) : span.end + _REACH_SERVICE]
    return not _words("not_an_age").isdisjoint(near)


def _is_after_marker(sentence: Sentence, first: int) -> bool:
    """Whether "age" or उम्र stands before, with nothing but fillers between."""
    index = first - 1
    while index >= max(0, first - _REACH_BACK) and sentence.key(index) in _words("fillers"):
        index -= 1
    return sentence.key(index) in _words("before")


def _is_bare_age(sentence: Sentence, quantity: Quantity) -> bool:
    """A number without "years": after a marker, or in "papa 62 ke hain"."""
    if not 0 <= quantity.whole <= _OLDEST or sentence.gap(quantity.end)[:1] == "%":
        return False
    if _is_after_marker(sentence, quantity.first):
        return not quantity.is_doubtful
    if sentence.is_soft(quantity.end) and sentence.key(quantity.end) in _words("aged"):
        return True
    is_said_of = sentence.key(quantity.end) in _words("genitive") and sentence.key(
        quantity.end + 1
    ) in _words("being")
    before = range(max(0, quantity.first - _REACH_BACK), quantity.first)
    return is_said_of and any(
        sentence.key(i) in _words("speakers") or relation_at(sentence, i) for i in before
    )

"""Places in an order: doosra bachcha, second child, 2nd spell, पहली संतान."""

from collections.abc import Iterator, Mapping
from functools import cache

from bot.nlu.entities import vocabulary
from bot.nlu.entities.amounts import is_ordinal
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence

_REACH = 2  # words between the ordinal and what it orders: "second living child"


@cache
def ordinals() -> dict[str, int]:
    """Folded ordinal words with their numbers."""
    found: dict[str, int] = vocabulary.by_key(vocabulary.read("numbers")["ordinals"])
    return found


@cache
def _ordered() -> frozenset[str]:
    return vocabulary.keys(vocabulary.read("numbers")["ordered"])


def places_in_order(sentence: Sentence, by_first: Mapping[int, Quantity]) -> Iterator[Entity]:
    """Ordinals before a word for what is ordered, as `number` entities with `extra["ordinal"]`.

    "First time" and "doosre district" are no such places: only what is listed under `ordered` is.
    """
    for index in range(len(sentence)):
        number, end = _ordinal_at(sentence, by_first, index)
        if number is None:
            continue
        near = range(end, min(end + _REACH, len(sentence)))
        if any(sentence.key(i) in _ordered() and sentence.is_soft(i) for i in near):
            yield sentence.entity("number", number, index, end, ordinal=True)


def _ordinal_at(
    sentence: Sentence, by_first: Mapping[int, Quantity], index: int
) -> tuple[int | None, int]:
    word = ordinals().get(sentence.key(index))
    if word is not None:
        return word, index + 1
    quantity = by_first.get(index)
    if quantity is not None and is_ordinal(sentence, quantity) and quantity.whole > 0:
        return quantity.whole, quantity.end + 1
    return None, index

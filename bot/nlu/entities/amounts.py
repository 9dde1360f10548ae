"""Money, percentages, years and plain numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.sentence import Sentence

_LEAST_BARE_MONEY = 1000
_GIVE = "do"  # English, where one of these follows; else two in Hindi
_AFTER_VERB = vocabulary.keys(
    "my the our his her their your these those all any not i we they you"
)
_ACROSS = frozenset({"children", "persons"})
_NOT_BETWEEN = vocabulary.keys("or and ya ke ka ki se me या के का की से में")
_LONGEST_BARE_DIGITS = 9
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\d{3,5}(?:-\d{3,5}){2,4}|1800[ -]?\d{3,4}[ -]?\d{3,4})(?!\d)", re.ASCII
)
_RUPEE_BEHIND = re.compile(r"\s?(?:/\s?[-=–]|₹)")
_MARK_BEFORE = re.compile(r"[₹]\s*$")
_RUPEE_WORD_GAP = re.compile(r"[\s.:\-–/]{0,4}")
_MINUS = re.compile(
    r"\s*(?:[-−]|minus|माइनस)\s?", re.IGNORECASE
)  # only where the message begins: "pay -50000" is a dash
_YEARS = range(1940, 2061)
_YEAR_BEFORE = vocabulary.keys(
    "in since year san from till until before after fy सन वर्ष साल saal sal"
)
_YEAR_BEHIND = vocabulary.keys(
    "me mein mai में se से tak तक ke के ka का ki की wala wale vale batch वाला वाले"
)
_ROUND_YEAR_BEFORE = vocabulary.keys("since year san सन वर्ष साल saal sal")


@cache
def _words(name: str) -> frozenset[str]:
    return vocabulary.keys(vocabulary.read("units")[name])


@cache
def _counted() -> dict[str, str]:
    counted: dict[str, str] = vocabulary.by_key(vocabulary.read("units")["count"])
    return counted


@cache
def ordinal_suffixes() -> frozenset[str]:
    """Folded endings that turn a figure into an ordinal: th, वें."""
    return vocabulary.keys(vocabulary.read("numbers")["ordinal_suffixes"])


def amounts(sentence: Sentence, found: Sequence[Quantity]) -> Iterator[Entity]:
    """One entity for each quantity that stands for itself.

    Args:
        sentence: the message.
        found: its quantities.

    Yields:
        `percent`, `money`, `year` or `number` entities. `extra` may hold `currency` (a rupee
        mark is there), `words` (no digits), `unit` (what is counted) and `year_like`.
    """
    telephones = [match.span() for match in _TELEPHONE.finditer(sentence.plain)]
    for quantity in found:
        start, end = _outline(sentence, quantity)
        if any(a <= start < b for a, b in telephones) or _is_part_of_a_word(sentence, quantity):
            continue
        entity = _percent(sentence, quantity) or _amount(sentence, quantity, start, end)
        if entity is not None:
            yield entity


def is_ordinal(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether it is written 7th, 3rd, 7वें."""
    suffix = sentence.key(quantity.end)
    return (
        not quantity.in_words and suffix in ordinal_suffixes() and sentence.is_soft(quantity.end)
    )


def _is_part_of_a_word(sentence: Sentence, quantity: Quantity) -> bool:
    if quantity.in_words:
        return False
    before = sentence.key(quantity.first - 1)
    if sentence.is_glued(quantity.first) and before and before not in _words("currency"):
        return True
    behind = sentence.raw(quantity.end)
    is_letter = sentence.is_glued(quantity.end) and len(behind) == 1
    return is_letter or is_ordinal(sentence, quantity)


def _percent(sentence: Sentence, quantity: Quantity) -> Entity | None:
    extra = {"words": True} if quantity.in_words else {}
    if sentence.gap(quantity.end)[:1] in ("%", "٪", "％"):
        sign = sentence.text.index(sentence.gap(quantity.end)[0], _end(sentence, quantity))
        start = sentence.pieces[quantity.first].start
        return sentence.stretch("percent", quantity.number, start, sign + 1, extra)
    end = quantity.end + 1
    is_two_words = (sentence.key(end - 1), sentence.key(end)) in {("per", "cent"), ("per", "sent")}
    if not sentence.is_soft(end - 1) or not (
        is_two_words or sentence.key(end - 1) in _words("percent")
    ):
        return None
    return sentence.entity("percent", quantity.number, quantity.first, end + is_two_words, **extra)


def _end(sentence: Sentence, quantity: Quantity) -> int:
    return sentence.pieces[quantity.end - 1].end


def _outline(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """Offsets of the amount with its rupee marks on either side."""
    start, end = sentence.pieces[quantity.first].start, _end(sentence, quantity)
    gap = sentence.gaps[quantity.first]
    mark = _MARK_BEFORE.search(gap)
    if mark:
        start -= len(gap) - mark.start()
    elif sentence.key(quantity.first - 1) in _words("currency") and _RUPEE_WORD_GAP.fullmatch(gap):
        start = sentence.pieces[quantity.first - 1].start
    behind = _RUPEE_BEHIND.match(sentence.gaps[quantity.end])
    if behind:
        end += behind.end()
    elif sentence.is_soft(quantity.end) and sentence.key(quantity.end) in _words("currency"):
        end = sentence.pieces[quantity.end].end
    return start, end


def _amount(sentence: Sentence, quantity: Quantity, start: int, end: int) -> Entity | None:
    own = sentence.pieces[quantity.first].start, _end(sentence, quantity)
    is_marked = (start, end) != own
    unit = _unit(sentence, quantity)
    is_alone = sentence.is_all(quantity.first, quantity.end)
    if quantity.is_doubtful and not (is_marked or unit or is_alone):
        return None
    digits = sum(character.isdigit() for character in sentence.text[own[0] : own[1]])
    is_plain = not (is_marked or quantity.is_grouped or quantity.is_scaled)
    if is_plain and digits > _LONGEST_BARE_DIGITS and quantity.value == int(quantity.value):
        return None
    extra: dict[str, Any] = {"currency": True} if is_marked else {}
    extra |= {"words": True} if quantity.in_words else {}
    kind, value = _kind(sentence, quantity, is_plain, unit), quantity.number
    if unit and not is_marked:
        extra["unit"] = unit
    elif is_plain and _is_year_like(quantity) and kind == "money":
        extra["year_like"] = True
    minus = _MINUS.fullmatch(sentence.text, 0, start)
    if minus:
        start, value = minus.end() - len(minus[0].lstrip()), -value
    return sentence.stretch(kind, value, start, end, extra)


def _unit(sentence: Sentence, quantity: Quantity) -> str | None:
    """What is counted, also across one word: "one living child", "do chhote bachche"."""
    at = quantity.end
    if not sentence.is_soft(at):
        return None
    unit = _counted().get(sentence.key(at))
    is_verb = sentence.raw(quantity.first) == _GIVE and sentence.key(at) in _AFTER_VERB
    if unit is None and quantity.is_doubtful and not is_verb:
        is_one_more = sentence.key(at) not in _NOT_BETWEEN and sentence.is_soft(at + 1)
        unit = _counted().get(sentence.key(at + 1)) if is_one_more else None
    return unit if unit in _ACROSS or _counted().get(sentence.key(at)) else None


def _is_year_like(quantity: Quantity) -> bool:
    return (
        not quantity.in_words and quantity.end - quantity.first == 1 and quantity.whole in _YEARS
    )


def _kind(sentence: Sentence, quantity: Quantity, is_plain: bool, unit: str | None) -> str:
    if unit and is_plain:
        return "number"
    if is_plain and _is_year_like(quantity) and _speaks_of_a_year(sentence, quantity):
        return "year"
    if not is_plain and (not unit or not quantity.is_scaled):
        return "money"
    return "number" if unit or quantity.value < _LEAST_BARE_MONEY else "money"


def _speaks_of_a_year(sentence: Sentence, quantity: Quantity) -> bool:
    before, behind = sentence.key(quantity.first - 1), sentence.key(quantity.end)
    if quantity.value % 50 == 0:
        return before in _ROUND_YEAR_BEFORE
    return before in _YEAR_BEFORE or behind in _YEAR_BEHIND

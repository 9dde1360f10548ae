"""Pay level of the seventh pay commission and grade pay of the sixth."""

import re
from collections.abc import Iterator, Mapping

from bot.nlu.entities import vocabulary
from bot.nlu.entities.amounts import is_ordinal
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.number_words import lexicon
from bot.nlu.entities.numbers import Quantity
from bot.nlu.entities.ordinals import ordinals
from bot.nlu.entities.sentence import Sentence

_LEVEL_WORDS = vocabulary.keys("level levels lvl levl lavel leval lewal laval लेवल लेवेल स्तर star")
_LEVEL_FILLERS = vocabulary.keys("no number num is hai h है ka का संख्या नं")
_LETTER_A = {"a", "ए", "क", "अ"}
_LEVELS = frozenset([*(str(number) for number in range(1, 19)), "13a"])
_LETTER_LEVEL = re.compile(r"(?<![\w.])L(?:\s?[-–]\s?|\s)?(1[0-8]|13A|[1-9])(?![\w.,]\w|\w)")
_SPLIT_LEVEL = 13
_PAY_WORDS = vocabulary.keys("pay pe vetan पे वेतन")
_GRADE_PAYS = range(1300, 12001)
_GRADE_FILLERS = vocabulary.keys("of is hai h है rs रु ka का ki me mein में tha था")
_REACH = 3
_TO = vocabulary.keys("se to से")


def pay_levels(sentence: Sentence, by_first: Mapping[int, Quantity]) -> Iterator[Entity]:
    """Pay levels as strings "1" to "18" and "13a".

    A level that does not exist keeps what was written and has `extra["invalid"]`.
    """
    for index, key in enumerate(sentence.keys):
        if key in _LEVEL_WORDS:
            entity = _level_behind(sentence, by_first, index) or _level_before(sentence, index)
            if entity is not None:
                yield entity
                yield from _level_reached(sentence, by_first, entity)
    for match in _LETTER_LEVEL.finditer(sentence.text):
        yield sentence.stretch("pay_level", match[1].lower(), match.start(), match.end(), {})


def _level_reached(
    sentence: Sentence, by_first: Mapping[int, Quantity], start: Entity
) -> Iterator[Entity]:
    """The second level of "level 11 se 12" and "level 4 to 5"."""
    ends = [i + 1 for i, piece in enumerate(sentence.pieces) if piece.end == start.end]
    at = ends[0] if ends else len(sentence)
    quantity = by_first.get(at + 1)
    if sentence.key(at) not in _TO or quantity is None or quantity.is_scaled:
        return
    value = str(quantity.number)
    if value in _LEVELS and sentence.key(quantity.end) not in lexicon().counted:
        yield sentence.entity("pay_level", value, quantity.first, quantity.end)


def grade_pays(
    sentence: Sentence, by_first: Mapping[int, Quantity], by_end: Mapping[int, Quantity]
) -> Iterator[Entity]:
    """Grade pay in rupees per month: "grade pay 4600", "4200 GP", ग्रेड वेतन 2800."""
    for first, end in _grade_pay_words(sentence):
        index = end
        while index < min(end + _REACH, len(sentence)) and sentence.key(index) in _GRADE_FILLERS:
            index += 1
        behind, before = by_first.get(index), by_end.get(first)
        if behind is not None and behind.whole in _GRADE_PAYS:
            yield sentence.entity("grade_pay", behind.number, first, behind.end)
        elif before is not None and before.whole in _GRADE_PAYS:
            yield sentence.entity("grade_pay", before.number, before.first, end)


def _grade_pay_words(sentence: Sentence) -> Iterator[tuple[int, int]]:
    for index, key in enumerate(sentence.keys):
        if key in ("gp", "जिपि", "gradepay", "ग्रेडपे", "gredpe"):
            yield index, index + 1
        elif key in ("grade", "gred", "ग्रेड") and sentence.key(index + 1) in _PAY_WORDS:
            yield index, index + 2


def _level_behind(
    sentence: Sentence, by_first: Mapping[int, Quantity], index: int
) -> Entity | None:
    at = index + 1
    while at <= index + 2 and sentence.key(at) in _LEVEL_FILLERS:
        at += 1
    quantity = by_first.get(at)
    if (
        quantity is None
        or quantity.is_scaled
        or sentence.gap(at) not in ("", "-", "–", ":", ".", "=", ":-")
    ):
        return None
    if quantity.whole == _SPLIT_LEVEL and _has_letter(sentence, quantity.end):
        return _level(sentence, "13a", index, quantity.end + 1)
    return _level(sentence, str(quantity.number), index, quantity.end)


def _has_letter(sentence: Sentence, index: int) -> bool:
    """Whether 13 goes on as 13A, 13-A, 13 a, 13 (क)."""
    is_beside = sentence.is_soft(index) or sentence.gap(index) in ("(", "'", '"')
    return sentence.raw(index) in _LETTER_A and is_beside


def _level_before(sentence: Sentence, index: int) -> Entity | None:
    """7th level, पांचवें वेतन लेवल, 7वें स्तर."""
    before = index - 1 - (sentence.key(index - 1) in _PAY_WORDS)
    ordinal = ordinals().get(sentence.key(before))
    if ordinal is not None and sentence.is_soft(index):
        return _level(sentence, str(ordinal), before, index + 1)
    figure = sentence.pieces[before - 1].figure if before >= 1 else None
    if figure is None or not sentence.is_soft(before):
        return None
    quantity = Quantity(before - 1, before, figure, in_words=False)
    if not is_ordinal(sentence, quantity):
        return None
    return _level(sentence, str(quantity.number), before - 1, index + 1)


def _level(sentence: Sentence, value: str, first: int, end: int) -> Entity | None:
    if value in _LEVELS:
        return sentence.entity("pay_level", value, first, end)
    if len(value) > 2:  # "level 56100" names a pay, not a level
        return None
    return sentence.entity("pay_level", value, first, end, invalid=True)

"""Quantities of a sentence: figures and number words, Indian style, joined into one value."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bot.nlu.entities import vocabulary
from bot.nlu.entities.number_words import lexicon
from bot.nlu.entities.sentence import Sentence

_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)
_RANGE = vocabulary.keys("se to से")
_GIVE = frozenset({"do", "दो"})
_PAIR = 2  # one number and one multiplier


@dataclass(frozen=True)
class Quantity:
    """A number said over pieces `first` up to, not including, `end`.

    Attributes:
        value: exact.
        in_words: no part of it is in digits.
        is_grouped: a part has thousands commas.
        is_scaled: a thousand, lakh or crore (or their letters) is part of it.
        is_doubtful: a word that is rarely a number (दो, ek, one) and nothing else.
    """

    first: int
    end: int
    value: Decimal
    in_words: bool
    is_grouped: bool = False
    is_scaled: bool = False
    is_doubtful: bool = False

    @cached_property
    def whole(self) -> int:
        """The value as an int; -1 when it has a fraction."""
        return int(self.value) if self.value == int(self.value) else -1

    @property
    def number(self) -> int | float:
        """The value as a plain number: an int when it is whole."""
        return float(self.value) if self.whole < 0 else self.whole


def quantities(sentence: Sentence) -> list[Quantity]:
    """Quantities from left to right, none sharing a piece; 5-6 lakh is two of lakhs."""
    found = list(_scan(sentence))
    for place, (low, high) in enumerate(zip(found, found[1:], strict=False)):
        times = _shared_multiplier(sentence, low, high)
        if times is not None:
            found[place] = replace(low, value=low.value * times, is_scaled=True)
    return found


def _shared_multiplier(sentence: Sentence, low: Quantity, high: Quantity) -> Decimal | None:
    """The lakh of "5-6 lakh" or "5 se 6 lakh", which counts for both ends."""
    is_hyphen = high.first == low.end and sentence.gap(low.end) in ("-", "–")
    is_word = high.first == low.end + 1 and sentence.key(low.end) in _RANGE
    if not (is_hyphen or is_word) or not high.is_scaled or high.end - high.first != _PAIR:
        return None
    times = lexicon().multipliers.get(sentence.key(high.end - 1))
    is_rising = times is not None and low.value < high.value / times
    return times if is_rising and low.value < _HUNDRED and not low.is_scaled else None


def _scan(sentence: Sentence) -> Iterator[Quantity]:
    index = 0
    while index < len(sentence):
        found = _Reader(sentence, index).read()
        if found is None:
            index += 1
        else:
            yield found
            index = found.end


class _Coefficient(NamedTuple):
    value: Decimal
    end: int
    in_words: bool


class _Reader:
    """Reads one quantity: (coefficient multiplier)* coefficient, multipliers falling."""

    def __init__(self, sentence: Sentence, first: int) -> None:
        self.sentence = sentence
        self.first = first
        self.words = lexicon()

    def read(self) -> Quantity | None:
        """The quantity that begins at `first`, if one does."""
        section = self._section(self.first)
        if section is None:
            return None
        total, end, smallest = Decimal(0), self.first, Decimal("Infinity")
        while section is not None:
            scaled = self._multiplier(section.end, section.in_words)
            if scaled is None or scaled[0] < _THOUSAND or scaled[0] >= smallest:
                if end == self.first or self._is_tail(section, smallest):
                    total, end = total + section.value, section.end
                break
            smallest, end = scaled
            total += section.value * smallest
            section = self._section(end) if self._may_continue(end) else None
        return self._quantity(total, end, smallest.is_finite())

    def _quantity(self, total: Decimal, end: int, is_scaled: bool) -> Quantity:
        pieces = self.sentence.pieces[self.first : end]
        return Quantity(
            self.first,
            end,
            total,
            in_words=all(piece.key for piece in pieces),
            is_grouped=any(piece.is_grouped for piece in pieces),
            is_scaled=is_scaled,
            is_doubtful=len(pieces) == 1 and pieces[0].raw in self.words.doubtful,
        )

    def _section(self, index: int) -> _Coefficient | None:
        """A coefficient with its hundreds: 250, दो सौ पचास, डेढ़ सौ, two hundred and five."""
        head = self._coefficient(index) or self._bare_multiplier(index)
        if head is None:
            return None
        hundred = self._multiplier(head.end, head.in_words)
        if hundred is None or hundred[0] != _HUNDRED or head.value >= _HUNDRED:
            return head
        value, end = head.value * _HUNDRED, hundred[1]
        tail_at = end + 1 if self.sentence.raw(end) == "and" else end
        tail = self._coefficient(tail_at) if self._may_continue(tail_at) else None
        if tail and tail.value < _HUNDRED and not self._counts_something(tail.end):
            value, end = value + tail.value, tail.end
        return _Coefficient(value, end, head.in_words)

    def _coefficient(self, index: int) -> _Coefficient | None:
        if index >= len(self.sentence):
            return None
        piece = self.sentence.pieces[index]
        if piece.figure is not None:
            return _Coefficient(piece.figure, index + 1, False)
        if not piece.key:
            return None
        shift = self.words.shifts.get(piece.key)
        if shift is not None:
            whole = self._whole(index + 1)
            if whole is not None:
                return whole._replace(value=whole.value + shift)
        if piece.key in self.words.fractions and self._fraction_stands(piece.key, index):
            return _Coefficient(self.words.fractions[piece.key], index + 1, True)
        return self._whole(index) if piece.key in self.words.small else None

    def _whole(self, index: int) -> _Coefficient | None:
        """A whole number below a hundred, or digits."""
        if index >= len(self.sentence):
            return None
        piece = self.sentence.pieces[index]
        if piece.figure is not None:
            return _Coefficient(piece.figure, index + 1, False)
        value = self.words.small.get(piece.key)
        if value is None or self._means_give(index):
            return None
        following = self.sentence.key(index + 1)
        if piece.key in self.words.tens and following in self.words.units:
            return _Coefficient(value + self.words.small[following], index + 2, True)
        return _Coefficient(value, index + 1, True)

    def _fraction_stands(self, key: str, index: int) -> bool:
        following = self.sentence.key(index + 1)
        is_plain = self.words.fractions[key] > 1 and key not in self.words.shifts
        return is_plain or following in self.words.multipliers or following in self.words.counted

    def _means_give(self, index: int) -> bool:
        piece = self.sentence.pieces[index]
        return piece.raw in _GIVE and self.sentence.key(index - 1) in self.words.give_after

    def _multiplier(self, index: int, in_words: bool) -> tuple[Decimal, int] | None:
        """The multiplier at `index` with the piece after it."""
        if not self.sentence.is_soft(index):
            return None
        key = self.sentence.key(index)
        if key in self.words.multipliers:
            return self.words.multipliers[key], index + 1
        if in_words or key not in self.words.suffixes:
            return None
        if key == "k" and not self.sentence.is_glued(index) and self._is_followed(index):
            return None  # "10 k liye": in chat Hindi a k before another word is ka, ke or ki
        return self.words.suffixes[key], index + 1

    def _is_followed(self, index: int) -> bool:
        behind = self.sentence.key(index + 1)
        return bool(behind) and behind not in self.words.currency

    def _bare_multiplier(self, index: int) -> _Coefficient | None:
        """सौ रुपये, hazar rupaye, a lakh, and सौ as the whole message."""
        key = self.sentence.key(index)
        if key not in self.words.multipliers or index != self.first:
            return None
        is_shown = self.sentence.key(index + 1) in self.words.currency
        if is_shown or self.sentence.key(index - 1) == "a" or len(self.sentence) == 1:
            return _Coefficient(self.words.multipliers[key], index + 1, True)
        return None

    def _may_continue(self, index: int) -> bool:
        return index < len(self.sentence) and self.sentence.is_soft(index)

    def _counts_something(self, index: int) -> bool:
        return (
            self.sentence.key(index) in self.words.counted or self.sentence.gap(index)[:1] == "%"
        )

    def _is_tail(self, tail: _Coefficient, smallest: Decimal) -> bool:
        """Whether a last number belongs to the amount: 1 lakh 20000, but not 5 lakh 10 din."""
        if tail.value >= smallest or self._counts_something(tail.end):
            return False
        if tail.in_words:
            return self._is_sure_word(tail)
        looks_like_year = 1950 <= tail.value <= 2050
        return tail.value >= _HUNDRED and not looks_like_year

    def _is_sure_word(self, tail: _Coefficient) -> bool:
        """Whether a last word is a number: "ek lakh ek", but "5 lakh do" asks for 5 lakh."""
        before, behind = self.sentence.key(tail.end - 2), self.sentence.key(tail.end)
        raw = self.sentence.raw(tail.end - 1)
        if raw not in self.words.doubtful or self.words.multipliers.get(before) == _HUNDRED:
            return True
        return behind in self.words.currency or (not behind and raw not in _GIVE)

"""Words and figures of a message, each with its place in the original text."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

from bot.nlu.entities.entity import Entity
from bot.nlu.entities.spelling import fold

_SIGN = (
    "[\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0300-\u036f\u200b-\u200f]"
)
_LETTER = rf"[^\W\d_]|{_SIGN}"
# The name of a letter: पी, एम, क्यू.
_SYLLABLE = (
    "[\u0905-\u0914]?[\u0905-\u0939\u0958-\u0961]"
    "(?:\u094d[\u0915-\u0939])?[\u0900-\u0903\u093c-\u094c]{0,3}"
)
_INITIAL = f"{_SYLLABLE}[.०॰0]"  # typists write ओ०पी०डी० and, with older fonts, ओ0पी0डी0
_FIGURE = r"\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?!\d|,\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_PIECE = re.compile(
    rf"(?P<figure>{_FIGURE})"
    rf"|(?P<rupee>र[ुू](?:[॰.]|[०0](?=\s?\d)|[०0](?!\d))(?!{_LETTER}))"
    rf"|(?P<abbreviation>(?:[A-Za-z]\.){{2,8}}[A-Za-z]?(?!{_LETTER})"
    rf"|{_INITIAL}(?:(?:{_INITIAL}){{1,7}}(?:{_SYLLABLE}(?!{_LETTER}))?|(?:\s{_INITIAL}){{1,7}}))"
    rf"|(?P<word>(?:[^\W\d_]+|{_SIGN}+)+)"
)
_SOFT = frozenset({"", "-", "–"})
_LONGEST_FIGURE = 18
# Longer than any question; keeps the worst input within milliseconds.
_MOST_PIECES = 500
# One character for one character, so that offsets stay.
_PLAIN = str.maketrans("०१२३४५६७८९–—−‑", "0123456789----")


@dataclass(frozen=True)
class Piece:
    """A word or a figure.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        raw: its text in lower case.
        key: its folded spelling; empty for a figure.
        figure: its value when it is written in digits.
        is_grouped: the digits carry thousands commas.
    """

    start: int
    end: int
    raw: str
    key: str
    figure: Decimal | None = None
    is_grouped: bool = False


class Sentence:
    """A message cut into pieces; `gaps[i]` is the text between piece i-1 and piece i."""

    def __init__(self, text: str) -> None:
        """Cut `text` into pieces."""
        self.text = text
        self.pieces = [_piece(match) for match in islice(_PIECE.finditer(text), _MOST_PIECES)]
        edges = [0, *(edge for p in self.pieces for edge in (p.start, p.end)), len(text)]
        self.gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        self.keys = [piece.key for piece in self.pieces]
        self._key_at = dict(enumerate(self.keys))
        self._gap_at = {index: gap.strip() for index, gap in enumerate(self.gaps)}

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self.pieces)

    @cached_property
    def plain(self) -> str:
        """The text with ASCII digits and hyphens; every offset is the same."""
        return self.text.translate(_PLAIN)

    def key(self, index: int) -> str:
        """Folded word at `index`; empty for a figure or outside the message."""
        return self._key_at.get(index, "")

    def raw(self, index: int) -> str:
        """Lower-case text at `index`; empty outside the message."""
        return self.pieces[index].raw if index in self._key_at else ""

    def gap(self, index: int) -> str:
        """Text before piece `index`, without spaces at either end."""
        return self._gap_at.get(index, "")

    def is_soft(self, index: int) -> bool:
        """Whether only spaces or a hyphen stand before piece `index`."""
        return self.gap(index) in _SOFT

    def is_glued(self, index: int) -> bool:
        """Whether nothing at all stands between piece `index` and the one before it."""
        return 0 < index < len(self.pieces) and not self.gaps[index]

    def is_all(self, first: int, end: int) -> bool:
        """Whether pieces `first` to `end` are the whole message."""
        return first == 0 and end == len(self.pieces)

    def entity(self, kind: str, value: object, first: int, end: int, **extra: object) -> Entity:
        """Build an entity over pieces `first` up to, not including, `end`."""
        start, stop = self.pieces[first].start, self.pieces[end - 1].end
        return self.stretch(kind, value, start, stop, extra)

    def stretch(
        self, kind: str, value: object, start: int, stop: int, extra: dict[str, Any]
    ) -> Entity:
        """Build an entity over characters `start` up to, not including, `stop`."""
        return Entity(kind, value, start, stop, self.text[start:stop], extra)


def _piece(match: re.Match[str]) -> Piece:
    text, start, end = match.group(), match.start(), match.end()
    if match.lastgroup != "figure":
        return Piece(start, end, text.lower(), fold(text.replace(" ", "")))
    digits = text.replace(",", "")
    value = Decimal(digits) if len(digits) <= _LONGEST_FIGURE else None
    return Piece(start, end, text, "", value, "," in text)

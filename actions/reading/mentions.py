"""Where a message names its inputs: cue words, and how far each stands from a figure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from actions.reading.denial import denies, denies_before, denies_behind, name_denies
from actions.reading.message import Entity, Message
from actions.reading.spelling import words_of
from actions.reading.word_lists import listed
from actions.rules.inputs import Input

OPPOSITE = "!"  # a cue that begins with it says the contrary: "!temporary" for permanent
SHORTEST_STEM = 4  # characters of a cue that may go on with an ending
SHORTEST_LAST = 2  # characters of the last word of a longer cue: "saath reh", "अलग रह"
LONGEST_ENDING = 6
REACH = 10  # words between a figure and the cue that says what it is
DENIAL_REACH, DENIAL_REACH_BACK = 5, 2  # words between a fact and the word that denies it
FIGURES = frozenset(
    ("money", "number", "percent", "date", "duration", "age", "pay_level", "grade_pay")
    + ("financial_year",)
)
_BEST = 50
_PER_WORD, _PER_CLAUSE, _PER_FIGURE, _BEHIND, _PER_CUE_WORD = 3, 14, 14, 3, 2
_CUT = re.compile(r"[,;।?!\n:]|\.(?:\s|$)|\s[-–—]\s")


class Mention(NamedTuple):
    """Words `first` up to, not including, `end` name an input; `opposite` turns it round."""

    first: int
    end: int
    opposite: bool


class Mentions:
    """A message cut into words and clauses, with every place that names an input."""

    def __init__(self, message: Message, inputs: Sequence[Input]) -> None:
        """Finds the cues; where one lies inside a longer one, the longer one counts."""
        self._text = message.text
        self._words = words_of(message.text)
        self.keys = [word.key for word in self._words]
        self._openings = {key[:n] for key in set(self.keys) for n in range(1, len(key) + 1)}
        self.figures = [e for e in message.entities if e["entity"] in FIGURES]
        self._figure_at = {
            word: number
            for number, entity in enumerate(self.figures)
            for word in range(*self.span_of(entity))
        }
        self._clause = self._clauses()
        found = [(field.name, m) for field in inputs for m in self._occurrences(field)]
        self._found = [(name, m) for name, m in found if not _is_inside_another(m, found)]
        self._starts = sorted({m.first for _, m in self._found})

    def of(self, field: Input) -> list[Mention]:
        """Where an input is named."""
        return [mention for name, mention in self._found if name == field.name]

    def span_of(self, entity: Entity) -> tuple[int, int]:
        """The words of an entity, as the first and the one after the last."""
        start, end = entity["start"], entity["end"]
        inside = [i for i, w in enumerate(self._words) if w.end > start and w.start < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def any_between(self, start: int, end: int) -> bool:
        """Whether an input is named between two places of the text."""
        return any(
            self._words[m.first].start >= start and self._words[m.end - 1].end <= end
            for _, m in self._found
        )

    def is_part_of_another(self, entity: Entity, field: Input) -> bool:
        """Whether an entity is only part of the name of another input: SGPGI in "SGPGI rate"."""
        first, end = self.span_of(entity)
        return any(
            m.first <= first and end <= m.end and m.end - m.first > end - first
            for name, m in self._found
            if name != field.name
        )

    def nearness(self, entity: Entity, field: Input) -> float:
        """Up to 50 and a little for a cue beside a figure, less the farther it stands; or 0."""
        span = self.span_of(entity)
        return max((self._nearness(span, mention) for mention in self.of(field)), default=0.0)

    def _nearness(self, span: tuple[int, int], mention: Mention) -> float:
        first, end = span
        best = _BEST + _PER_CUE_WORD * (mention.end - mention.first - 1)
        if mention.first < end and first < mention.end:
            return best
        is_behind = mention.first >= end
        low, high = (end, mention.first) if is_behind else (mention.end, first)
        if high - low > REACH:
            return 0.0
        between = range(low, high)
        distance = sum(1 if self.keys[i] in listed("bare") else _PER_WORD for i in between)
        cuts = self._clause[high] - self._clause[low - 1]
        others = len({self._figure_at[i] for i in between if i in self._figure_at})
        penalty = distance + cuts * _PER_CLAUSE + others * _PER_FIGURE + is_behind * _BEHIND
        return max(0.0, best - penalty)

    def states(self, mention: Mention) -> bool:
        """Whether the clause says that what the input asks is so."""
        return self.is_denied(mention) is mention.opposite

    def is_denied(self, mention: Mention) -> bool:
        """Whether the clause says that what is named is not so."""
        clause = self._clause[mention.first]
        if name_denies(self.keys[mention.first : mention.end]):
            return True
        stop = next((s for s in self._starts if s >= mention.end), len(self.keys))
        for i in range(mention.end, min(stop, mention.end + DENIAL_REACH, len(self.keys))):
            if self._clause[i] != clause or i in self._figure_at:
                break
            if denies_behind(self.keys, i, is_last=self._clause[i + 1] != clause):
                return True
        before = set(range(max(0, mention.first - DENIAL_REACH_BACK), mention.first))
        before -= {i for _, m in self._found for i in range(m.first, m.end)}
        return any(denies_before(self.keys[i]) and self._clause[i] == clause for i in before)

    def denies_anywhere(self) -> bool:
        """Whether any word of the message denies."""
        return denies(self.keys)

    def _clauses(self) -> list[int]:
        """The number of each word's clause, and one more behind the last word."""
        numbers, number, behind = [], 0, 0
        for i, word in enumerate(self._words):
            gap = self._text[behind : word.start]
            is_inside = i in self._figure_at and i - 1 in self._figure_at
            is_cut = bool(_CUT.search(gap)) and not is_inside
            number += bool(i) and (is_cut or word.key in listed("connectives"))
            numbers.append(number)
            behind = word.end
        return [*numbers, number + 1]

    def _occurrences(self, field: Input) -> list[Mention]:
        return [
            Mention(first, end, opposite)
            for cue, opposite in cues_of(field)
            if self._openings.issuperset(cue)
            for first in range(len(self.keys) - len(cue) + 1)
            if (end := _end_of(self.keys, first, cue))
        ]


@lru_cache(maxsize=4096)
def cues_of(field: Input) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The folded words of each cue of an input, and whether it says the contrary."""
    cues = []
    for cue in field.cues:
        words = tuple(word.key for word in words_of(cue.removeprefix(OPPOSITE)))
        if words:
            cues.append((words, cue.startswith(OPPOSITE)))
    return tuple(cues)


def _end_of(keys: Sequence[str], first: int, cue: Sequence[str]) -> int:
    """The place after a cue that stands at a word, or 0 when it does not.

    Its last word may have an ending, and a denial may stand within: "pehle nahi nikala".
    """
    at = first
    for number, word in enumerate(cue):
        if number and at < len(keys) and keys[at] != word and denies((keys[at],)):
            at += 1
        is_last = number == len(cue) - 1
        shortest = SHORTEST_STEM if len(cue) == 1 else SHORTEST_LAST
        if at >= len(keys) or not (
            keys[at] == word or (is_last and _is_form_of(keys[at], word, shortest))
        ):
            return 0
        at += 1
    return at


def _is_form_of(key: str, stem: str, shortest: int) -> bool:
    is_long = len(stem) >= shortest and len(key) - len(stem) <= LONGEST_ENDING
    return is_long and key.startswith(stem)


def _is_inside_another(mention: Mention, found: Sequence[tuple[str, Mention]]) -> bool:
    length = mention.end - mention.first
    return any(
        other.first <= mention.first
        and mention.end <= other.end
        and other.end - other.first > length
        for _, other in found
    )

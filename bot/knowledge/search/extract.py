"""The few words of a passage that a question is about."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from functools import lru_cache

from bot.knowledge.search.index import Rarity
from bot.knowledge.search.tokens import tokens

LONGEST = 250

_CACHED = 65_536
_ENDS_SENTENCE = re.compile(r"(?<![0-9०-९(])[.।?!][”\"')]?$|[।]$")
_BEGINS_AFTER = re.compile(r"[.।?!:;|][”\"')]?$")
_GAP = " … "
_FEWEST_WORDS = 5
_Window = tuple[int, int]


def extract(text: str, question: Collection[str], rarity: Rarity, limit: int = LONGEST) -> str:
    """At most `limit` characters around the words of the question.

    One piece, or two where the words stand far apart; whole sentences if they fit.

    Args:
        text: the passage.
        question: the question's words, as `tokens` gives them; those that the passage does not
            hold only cost time.
        rarity: the rarer a word, the more it is wanted.
        limit: in characters, with the marks for what was left out.
    """
    said = text.split()
    if len(" ".join(said)) <= limit:
        return " ".join(said)
    wanted = _wanted(said, set(question))
    weights = {word: rarity.weight(word) for word in set().union(*wanted)}
    whole = _best(said, wanted, weights, limit - 2 * len(_GAP))
    half = limit // 2 - 2 * len(_GAP)
    first = _best(said, wanted, weights, half)
    rest = {word: weights[word] for word in weights.keys() - _words(wanted, first)}
    second = _best(said, wanted, rest, half)
    pieces = [whole]
    if _worth(wanted, whole, weights) < _worth(wanted, first, weights) + _worth(
        wanted, second, rest
    ) and (first[1] < second[0] or second[1] < first[0]):
        pieces = sorted([first, second])
    return _joined(said, [_trimmed(said, wanted, piece) for piece in pieces], limit)


def _wanted(said: Sequence[str], question: set[str]) -> list[Set[str]]:
    """The question's words that each word of the text begins; a phrase begins at its first."""
    alone: list[Set[str]] = [question & _tokens(word) for word in said]
    phrases = question - set().union(*alone)
    for place in range(len(said) - 1) if phrases else ():
        alone[place] |= phrases & _tokens(f"{said[place]} {said[place + 1]}")
    return alone


@lru_cache(maxsize=_CACHED)
def _tokens(words: str) -> frozenset[str]:
    return frozenset(tokens(words))


def _best(
    said: Sequence[str], wanted: Sequence[Set[str]], weights: Mapping[str, float], room: int
) -> _Window:
    """The range of words, within so many characters, that is worth most.

    Of several the one with most behind the words: what a sentence begins with, it goes on about.
    """
    ranked: list[tuple[float, bool, int, _Window]] = []
    for window in _windows(said, room):
        first, last = window
        begins = _begins_sentence(said, first)
        if begins or wanted[first]:
            worth = _worth(wanted, window, weights)
            is_good_start = begins and last - first > _FEWEST_WORDS
            ranked.append((worth, is_good_start, first if worth else -first, window))
    return max(ranked)[-1]


def _windows(said: Sequence[str], room: int) -> list[_Window]:
    """For each first word the range of words that fits."""
    found = []
    last, length = 0, -1
    for first, word in enumerate(said):
        while last < len(said) and (last == first or length + 1 + len(said[last]) <= room):
            length += 1 + len(said[last])
            last += 1
        found.append((first, last))
        length -= 1 + len(word)
    return found


def _words(wanted: Sequence[Set[str]], window: _Window) -> Set[str]:
    return set().union(*wanted[window[0] : window[1]])


def _worth(wanted: Sequence[Set[str]], window: _Window, weights: Mapping[str, float]) -> float:
    return round(sum(weights.get(word, 0.0) for word in _words(wanted, window)), 6)


def _begins_sentence(said: Sequence[str], place: int) -> bool:
    return place == 0 or bool(_BEGINS_AFTER.search(said[place - 1]))


def _trimmed(said: Sequence[str], wanted: Sequence[Set[str]], window: _Window) -> _Window:
    """Without the beginning of a sentence that does not fit, if none of it is wanted."""
    first, last = window
    ends = [i for i in range(first, last) if _ENDS_SENTENCE.search(said[i])]
    if last < len(said) and ends and not any(wanted[ends[-1] + 1 : last]):
        last = ends[-1] + 1
    return first, last


def _joined(said: Sequence[str], pieces: Sequence[_Window], limit: int) -> str:
    """The pieces, with marks where something that belongs to their sentences was left out."""
    text = "" if _begins_sentence(said, pieces[0][0]) else _GAP.lstrip()
    for number, (first, last) in enumerate(pieces):
        text += (_GAP if number else "") + " ".join(said[first:last])
    if pieces[-1][1] < len(said) and not _ENDS_SENTENCE.search(text):
        # A single word may be longer than the limit.
        return text[: limit - 2] + _GAP.rstrip()
    return text[:limit]

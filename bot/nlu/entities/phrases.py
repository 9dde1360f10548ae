"""Finding listed words and phrases among the pieces of a sentence."""

from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from bot.nlu.entities.sentence import Sentence

T = TypeVar("T")
_JOINTS = frozenset({"", "-", "–", ".", "'", "’"})


class Hit(NamedTuple):
    """Pieces `first` up to, not including, `end` read as phrase number `entry`."""

    first: int
    end: int
    entry: int


class Phrases(Generic[T]):
    """A list of phrases with a value each; the longest phrase wins at each place."""

    def __init__(self, listed: Iterable[tuple[str, T]]) -> None:
        """Index phrases by their first folded word."""
        self.values: list[T] = []
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, value in listed:
            words = tuple(Sentence(phrase).keys)
            known = self._by_first.setdefault(words[0], [])
            if words not in (other for other, _ in known):
                known.append((words, len(self.values)))
                self.values.append(value)
        for known in self._by_first.values():
            known.sort(key=lambda item: -len(item[0]))

    def words(self) -> Iterator[tuple[str, ...]]:
        """Every phrase as folded words."""
        return (words for known in self._by_first.values() for words, _ in known)

    def at(self, sentence: Sentence, first: int) -> Hit | None:
        """Longest phrase that begins at piece `first`."""
        for words, entry in self._by_first.get(sentence.key(first), ()):
            end = first + len(words)
            if tuple(sentence.keys[first:end]) == words and all(
                sentence.gap(i) in _JOINTS for i in range(first + 1, end)
            ):
                return Hit(first, end, entry)
        return None

    def find(self, sentence: Sentence) -> Iterator[tuple[int, int, T]]:
        """Phrases of a sentence from left to right, as first piece, end and value."""
        index = 0
        while index < len(sentence):
            hit = self.at(sentence, index) if sentence.keys[index] else None
            if hit is None:
                index += 1
                continue
            yield hit.first, hit.end, self.values[hit.entry]
            index = hit.end

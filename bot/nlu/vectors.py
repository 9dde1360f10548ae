"""Messages as sparse TF-IDF vectors, without scikit-learn's cost for each call."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.nlu import features
from bot.nlu.concepts import meanings

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Parts = tuple[tuple[list[str], ...], tuple[list[str], ...]]

# Kinds of features, with the squared length that each gives a message. Meanings count most:
# they are what examples in different languages share. A kind of no length is left out.
BLOCKS: Mapping[str, float] = {
    "meanings": 3.0,
    "written words": 0.3,
    "folded words": 0.0,
    "written letters": 0.0,
    "folded letters": 0.6,
}
# The first three kinds are made from whole messages, the others from one word at a time.
_WORD_BLOCKS = 3
_CACHED_WORDS = 50_000


class Vector(NamedTuple):
    """A message's known features.

    Attributes:
        columns: indices of features, ascending.
        values: their weights; unknown features take part in the length, so that a message
            which shares little with the examples is short.
        coverage: share of each block's squared length that is known, 0 to 1.
    """

    columns: Integers
    values: Floats
    coverage: Floats


class Vectoriser:
    """Learns a vocabulary and turns messages into `Vector`s of it."""

    def __init__(
        self,
        vocabulary: Sequence[Sequence[str]],
        idf: Floats,
        unknown_idf: float,
        blocks: Sequence[float],
        left_out_rare: bool = False,
    ) -> None:
        """Number the features in order: all of the first block, then the second, ..."""
        self.vocabulary = [list(names) for names in vocabulary]
        self.idf = idf
        self.unknown_idf = unknown_idf
        self.blocks = [float(block) for block in blocks]
        self.left_out_rare = left_out_rare
        self.starts = np.cumsum([0, *map(len, self.vocabulary)])
        self._columns = [
            {name: start + i for i, name in enumerate(names)}
            for start, names in zip(self.starts[:-1].tolist(), self.vocabulary, strict=True)
        ]
        self._letters: dict[tuple[int, str], tuple[list[int], int]] = {}
        self._weights = np.sqrt(np.array(self.blocks, dtype=np.float32))

    @classmethod
    def fit(
        cls,
        messages: Iterable[Parts],
        *,
        blocks: Sequence[float] = tuple(BLOCKS.values()),
        keep_rare_up_to: int = 3_000,
    ) -> "Vectoriser":
        """Learn the features of the training examples.

        Args:
            messages: `parts` of each example.
            blocks: squared length of each kind of feature, in the order of `BLOCKS`.
            keep_rare_up_to: with more examples than this, a pair or a letter run that
                occurs in one example only is left out (it is treated as unknown).
        """
        seen: list[dict[str, int]] = [{} for _ in BLOCKS]
        count = 0
        for message in messages:
            count += 1
            for known, names, length in zip(seen, _names(message), blocks, strict=True):
                for name in set(names) if length else ():
                    known[name] = known.get(name, 0) + 1
        left_out_rare = count > keep_rare_up_to
        if left_out_rare:
            seen = [_frequent(known, block < _WORD_BLOCKS) for block, known in enumerate(seen)]
        frequency = np.array([d for known in seen for d in known.values()], dtype=np.float32)
        idf = np.log((1 + count) / (1 + frequency)) + 1
        unknown_idf = float(np.log((1 + count) / 2) + 1)
        vocabulary = [list(known) for known in seen]
        return cls(vocabulary, idf.astype(np.float32), unknown_idf, blocks, left_out_rare)

    @property
    def width(self) -> int:
        """How many features there are."""
        return len(self.idf)

    def vector(self, message: Parts) -> Vector:
        """The vector of one message, given as its `parts`."""
        known: list[int] = []
        unknown: list[int] = []
        whole, words = message
        for columns, names in zip(self._columns[:_WORD_BLOCKS], whole, strict=True):
            found = [columns[name] for name in names if name in columns]
            known += found
            unknown.append(len(names) - len(found))
        for block, own in enumerate(words, start=_WORD_BLOCKS):
            missing = 0
            for word in own if self.blocks[block] else ():
                found, absent = self._letter_columns(block, word)
                known += found
                missing += absent
            unknown.append(missing)
        return self._weigh(known, unknown)

    def matrix(self, messages: Iterable[Parts]) -> tuple[sparse.csr_matrix, Floats]:
        """The vectors of many messages as rows, and their coverage by block."""
        vectors = [self.vector(message) for message in messages]
        rows = sparse.csr_matrix(
            (
                np.concatenate([v.values for v in vectors]),
                np.concatenate([v.columns for v in vectors]),
                np.cumsum([0] + [len(v.columns) for v in vectors]),
            ),
            shape=(len(vectors), self.width),
        )
        return rows, np.array([v.coverage for v in vectors], dtype=np.float32)

    def _letter_columns(self, block: int, word: str) -> tuple[list[int], int]:
        cached = self._letters.get((block, word))
        if cached is None:
            columns = self._columns[block]
            names = features.letter_ngrams(word)
            found = [columns[name] for name in names if name in columns]
            cached = found, len(names) - len(found)
            if len(self._letters) >= _CACHED_WORDS:
                self._letters.clear()
            self._letters[block, word] = cached
        return cached

    def _weigh(self, known: list[int], unknown: list[int]) -> Vector:
        columns, counts = np.unique(np.array(known, dtype=np.int64), return_counts=True)
        values = (1 + np.log(counts, dtype=np.float32)) * self.idf[columns]
        ends = np.searchsorted(columns, self.starts)
        covered = np.diff(np.concatenate(([0], np.cumsum(values * values)))[ends])
        length = np.sqrt(covered + np.array(unknown, dtype=np.float32) * self.unknown_idf**2)
        zero = np.zeros_like(length)
        scale = np.divide(self._weights, length, out=zero.copy(), where=length > 0)
        coverage = np.divide(covered, length**2, out=zero, where=length > 0)
        values = values * np.repeat(scale, np.diff(ends))
        return Vector(columns, values.astype(np.float32), coverage.astype(np.float32))


def _frequent(known: dict[str, int], keep_words: bool) -> dict[str, int]:
    """Features of at least two examples, and single words or meanings of one."""
    return {
        name: count
        for name, count in known.items()
        if count > 1 or (keep_words and " " not in name and "+" not in name)
    }


def parts(text: str) -> Parts:
    """A message taken apart: features of the whole, and the words to take letters from."""
    normalised = features.normalise(text)
    written, folded = features.written_words(normalised), features.folded_words(normalised)
    whole = (
        features.meaning_pairs(meanings(written)),
        features.word_ngrams(written),
        features.word_ngrams(folded),
    )
    return whole, (written, folded)


def _names(message: Parts) -> list[list[str]]:
    """The names of a message's features, block by block."""
    whole, words = message
    letters = [[name for word in own for name in features.letter_ngrams(word)] for own in words]
    return [*whole, *letters]

"""Messages as sparse TF-IDF vectors, without scikit-learn's cost for each call."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.nlu import features

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

# Squared length that each kind of feature gives a message. Letters carry more because a new
# message shares few whole words with the examples.
BLOCKS: dict[str, float] = {
    "written words": 0.5,
    "folded words": 0.5,
    "written letters": 1.0,
    "folded letters": 1.0,
}
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

    def __init__(self, vocabulary: Sequence[Sequence[str]], idf: Floats, unknown_idf: float):
        """Number the features in order: all of the first block, then the second, ..."""
        self.vocabulary = [list(names) for names in vocabulary]
        self.idf = idf
        self.unknown_idf = unknown_idf
        self.starts = np.cumsum([0, *map(len, self.vocabulary)])
        self._columns = [
            {name: start + i for i, name in enumerate(names)}
            for start, names in zip(self.starts, self.vocabulary)
        ]
        self._letters: dict[tuple[int, str], tuple[list[int], int]] = {}
        self._weights = np.sqrt(np.array(list(BLOCKS.values()), dtype=np.float32))

    @classmethod
    def fit(cls, texts: Iterable[str], *, keep_rare_up_to: int = 3_000) -> "Vectoriser":
        """Learn the features of `texts`.

        Args:
            texts: the training examples.
            keep_rare_up_to: with more examples than this, a letter run or word pair that
                occurs in one example only is left out (it is treated as unknown).
        """
        seen: list[dict[str, int]] = [{} for _ in BLOCKS]
        count = 0
        for text in texts:
            count += 1
            for known, names in zip(seen, _names(text)):
                for name in set(names):
                    known[name] = known.get(name, 0) + 1
        if count > keep_rare_up_to:
            seen[:2] = [{n: d for n, d in k.items() if d > 1 or " " not in n} for k in seen[:2]]
            seen[2:] = [{n: d for n, d in known.items() if d > 1} for known in seen[2:]]
        frequency = np.array([d for known in seen for d in known.values()], dtype=np.float32)
        idf = np.log((1 + count) / (1 + frequency)) + 1
        return cls(
            [list(known) for known in seen],
            idf.astype(np.float32),
            float(np.log((1 + count) / 2) + 1),
        )

    @property
    def width(self) -> int:
        """How many features there are."""
        return len(self.idf)

    def vector(self, text: str) -> Vector:
        """The vector of one message."""
        known: list[int] = []
        unknown: list[int] = []
        normalised = features.normalise(text)
        words = features.written_words(normalised), features.folded_words(normalised)
        for block in (0, 1):
            columns = self._columns[block]
            found = [columns[n] for n in features.word_ngrams(words[block]) if n in columns]
            unknown.append(max(0, 2 * len(words[block]) - 1 - len(found)))
            known += found
        for block in (2, 3):
            missing = 0
            for word in words[block - 2]:
                found, absent = self._letter_columns(block, word)
                known += found
                missing += absent
            unknown.append(missing)
        return self._weigh(known, unknown)

    def matrix(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, Floats]:
        """The vectors of many messages as rows, and their coverage by block."""
        vectors = [self.vector(text) for text in texts]
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
        squared = np.concatenate(([0], np.cumsum(values * values)))[ends]
        covered = np.diff(squared)
        missing = np.array(unknown, dtype=np.float32) * self.unknown_idf**2
        length = np.sqrt(covered + missing)
        scale = np.divide(self._weights, length, out=np.zeros_like(length), where=length > 0)
        coverage = np.divide(covered, length**2, out=np.zeros_like(length), where=length > 0)
        values = values * np.repeat(scale, np.diff(ends))
        return Vector(columns, values.astype(np.float32), coverage.astype(np.float32))


def _names(text: str) -> list[list[str]]:
    """The names of a message's features, block by block."""
    normalised = features.normalise(text)
    written, folded = features.written_words(normalised), features.folded_words(normalised)
    return [
        features.word_ngrams(written),
        features.word_ngrams(folded),
        [name for word in written for name in features.letter_ngrams(word)],
        [name for word in folded for name in features.letter_ngrams(word)],
    ]

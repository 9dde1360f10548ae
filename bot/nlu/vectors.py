"""Messages as sparse TF-IDF vectors, without scikit-learn's cost for each call."""

from array import array
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
    def learn(
        cls,
        messages: Iterable[Parts],
        *,
        blocks: Sequence[float] = tuple(BLOCKS.values()),
        keep_rare_up_to: int = 3_000,
    ) -> tuple["Vectoriser", sparse.csr_matrix]:
        """Learn the features of the training examples; their vectors come as rows.

        Args:
            messages: `parts` of each example.
            blocks: squared length of each kind of feature, in the order of `BLOCKS`.
            keep_rare_up_to: with more examples than this, a pair or a letter run that
                occurs in one example only is left out (it is treated as unknown).
        """
        counted = [_Counts() for _ in BLOCKS]
        for whole, words in messages:
            for counts, names, length in zip(counted, whole, blocks, strict=False):
                counts.add_row(names if length else ())
            for block, own in enumerate(words, start=_WORD_BLOCKS):
                counted[block].add_row_of_words(own if blocks[block] else [])
        count = counted[0].rows
        left_out_rare = count > keep_rare_up_to
        unknown_idf = float(np.log((1 + count) / 2) + 1)
        weighed = [
            counts.weigh(block < _WORD_BLOCKS if left_out_rare else None, length, unknown_idf)
            for block, (counts, length) in enumerate(zip(counted, blocks, strict=True))
        ]
        vocabulary, idf, rows = zip(*weighed, strict=True)
        made = cls(vocabulary, np.concatenate(idf), unknown_idf, blocks, left_out_rare)
        return made, sparse.hstack(rows, format="csr", dtype=np.float32)

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


class _Counts:
    """How often each name of one block occurs in each row, counted while rows come in."""

    def __init__(self) -> None:
        self.rows = 0
        self._ids: dict[str, int] = {}
        self._of_word: dict[str, list[int]] = {}
        self._found = array("i")
        self._ends = [0]

    def add_row(self, names: Iterable[str]) -> None:
        """A message's names, each as often as it occurs."""
        ids = self._ids
        self._found.extend([ids.setdefault(name, len(ids)) for name in names])
        self._end_row()

    def add_row_of_words(self, words: Iterable[str]) -> None:
        """A message's words, whose letters are the names."""
        ids = self._ids
        for word in words:
            known = self._of_word.get(word)
            if known is None:
                names = features.letter_ngrams(word)
                known = self._of_word[word] = [ids.setdefault(n, len(ids)) for n in names]
            self._found.extend(known)
        self._end_row()

    def _end_row(self) -> None:
        self.rows += 1
        self._ends.append(len(self._found))

    def weigh(
        self, rare_words_stay: bool | None, length: float, unknown_idf: float
    ) -> tuple[list[str], Floats, sparse.csr_matrix]:
        """Names, their inverse document frequency, and weighted rows of squared `length`.

        Args:
            rare_words_stay: whether single words of one row stay, where other names of one row
                are left out; None keeps all.
            length: the squared length of a row all of whose names are known.
            unknown_idf: what a name that is left out counts.
        """
        found = np.array(self._found, dtype=np.int32)
        shape = (self.rows, len(self._ids))
        ones = np.ones(len(found), dtype=np.float32)
        counts = sparse.csr_matrix((ones, found, np.array(self._ends)), shape=shape)
        counts.sum_duplicates()
        frequency = np.bincount(counts.indices, minlength=len(self._ids)).astype(np.float32)
        kept = np.full(len(self._ids), True)
        if rare_words_stay is not None:
            single = [rare_words_stay and " " not in n and "+" not in n for n in self._ids]
            kept = (frequency > 1) | np.array(single, dtype=bool)
        left_out = counts @ (~kept).astype(np.float32)
        counts = counts[:, np.flatnonzero(kept)]
        idf = (np.log((1 + self.rows) / (1 + frequency[kept])) + 1).astype(np.float32)
        counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
        covered = np.asarray(counts.multiply(counts).sum(axis=1)).ravel()
        lengths = np.sqrt(covered + left_out * unknown_idf**2)
        scale = np.divide(np.sqrt(length), lengths, out=np.zeros_like(lengths), where=lengths > 0)
        counts.data *= np.repeat(scale, np.diff(counts.indptr)).astype(np.float32)
        return [name for name, stays in zip(self._ids, kept, strict=True) if stays], idf, counts


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

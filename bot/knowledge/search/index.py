"""BM25 over short texts, and how much of a question each of them covers."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import bm25s
import numpy as np

# Of the texts with the best scores so many are looked at closely.
CANDIDATES = 20
# Least share of a question that a text must hold to be worth showing. With these and `is_near`'s
# other condition at least nine in ten messages that are none of our business get a refusal only:
# tests/knowledge/search/ measures it. The classifier has passed the answers over already, so
# they have to hold more.
LEAST_OF_PASSAGE, LEAST_OF_ANSWER = 0.55, 0.65


class Rarity:
    """How rare words are in collections of texts: the rarer, the more a match says."""

    def __init__(self, counted: Sequence[tuple[Mapping[str, int], int]]) -> None:
        """Takes for each collection how many texts each word stands in, and their number."""
        self.counted = tuple(counted)
        self._num_texts = sum(count for _, count in self.counted)

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "Rarity":
        """Counted over texts, each given as its words."""
        frequency: Counter[str] = Counter()
        count = 0
        for words in texts:
            frequency.update(set(words))
            count += 1
        return cls([(frequency, count)])

    def __add__(self, other: "Rarity") -> "Rarity":
        """Counted over the collections of both."""
        return Rarity(self.counted + other.counted)

    def weight(self, word: str) -> float:
        """Between nearly 0, for a word of every text, and that of a word never seen.

        >>> rarity = Rarity.of([["leave"], ["leave", "study"]])
        >>> rarity.weight("leave") < rarity.weight("study") < rarity.weight("cricket")
        True
        """
        seen = sum(frequency.get(word, 0) for frequency, _ in self.counted)
        return math.log(1 + (self._num_texts - seen + 0.5) / (seen + 0.5))


class Hit(NamedTuple):
    """A text that was found.

    Attributes:
        place: its index.
        score: BM25; grows with every word in common.
        coverage: share of the question that the text holds, 0 to 1, each word by its rarity.
        shared: how many different words they have in common, numbers aside.
    """

    place: int
    score: float
    coverage: float
    shared: int

    def is_near(self, question: Collection[str], least: float) -> bool:
        """Whether the text is about what was asked, rather than sharing a word by chance.

        It needs two of the question's words, or its only one: a number says little by itself,
        and a single word, such as "bank", much that is different.
        """
        subject = sum(not word.isdigit() for word in set(question))
        return self.coverage >= least and self.shared >= min(2, max(1, subject))


class Index:
    """Texts to search, each given as its words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """Builds the index; an empty one finds nothing."""
        self.rarity = Rarity.of(texts)
        self._texts = [" ".join(words) for words in texts]
        self._ranking = bm25s.BM25() if any(texts) else None
        if self._ranking is not None:
            self._ranking.index([list(words) for words in texts], show_progress=False)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._texts)

    def best(self, question: Collection[str], rarity: Rarity) -> list[Hit]:
        """The texts that share words with a question, best first.

        Args:
            question: its words.
            rarity: by which coverage weighs the words.
        """
        words = list(dict.fromkeys(question))
        if self._ranking is None or not words:
            return []
        scores = self._ranking.get_scores(words)
        count = min(CANDIDATES, len(scores))
        places = np.argpartition(-scores, count - 1)[:count]
        weights = {word: rarity.weight(word) for word in words}
        total = sum(weights.values())
        hits = []
        for place in places[np.argsort(-scores[places], kind="stable")].tolist():
            shared = weights.keys() & set(self._texts[place].split(" "))
            if shared:
                share = sum(weights[word] for word in shared) / total
                num_words = sum(not word.isdigit() for word in shared)
                hits.append(Hit(place, float(scores[place]), share, num_words))
        return hits

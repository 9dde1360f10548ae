"""Training of the intent model: kinds of features, weights, and cross-validated confidence."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.nlu import linear
from bot.nlu.confidence import Confidence, Evidence, calibrate
from bot.nlu.signals import signals
from bot.nlu.vectors import BLOCKS, Parts, Vectoriser, parts

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Trained = tuple[Vectoriser, list[str], Floats, Floats, Confidence]

FOLDS = 5
# Confidence needs a few thousand held-out examples, not all: so many folds suffice.
ENOUGH_HELD_OUT = 800
# Kinds of features weigh differently where the list of meanings knows the domain and where it
# does not; cross-validation on a sample decides.
MIXTURES: tuple[tuple[float, ...], ...] = (
    tuple(BLOCKS.values()),
    (1.0, 0.5, 0.5, 1.0, 1.0),
)
SAMPLE = 800
UNSEEN_LABEL = -1e3


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    aids: Sequence[tuple[str, str]],
    outside: str,
) -> Trained:
    """Everything that an `IntentModel` is made of.

    Args:
        texts: examples, which are like the messages to come.
        labels: the examples' labels.
        aids: (text, label) of texts that teach too but are unlike messages, so that they are
            never held out to see how sure the model may be.
        outside: the label of what is to be refused.

    Raises:
        ValueError: there are no two labels to tell apart.
    """
    known = set(labels)
    if len(known) < 2:
        raise ValueError("training needs examples of at least two labels")
    aids = [(text, label) for text, label in aids if label in known]
    every = np.asarray([*labels, *(label for _, label in aids)], dtype=str)
    names, numbers = np.unique(every, return_inverse=True)
    messages = [parts(text) for text in (*texts, *(text for text, _ in aids))]
    mixture = _choose_mixture(messages[: len(texts)], numbers[: len(texts)])
    vectoriser, matrix = Vectoriser.learn(messages, blocks=mixture)
    column = {name: i for i, name in enumerate(names.tolist())}.get(outside)
    examples = _Examples(vectoriser, matrix, numbers, len(texts), column)
    evidence = _evidence(examples, len(names), column)
    coefficients, bias = linear.fit(matrix, numbers, len(names), facing_all=column)
    return vectoriser, names.tolist(), coefficients, bias, calibrate(evidence)


def _choose_mixture(messages: Sequence[Parts], numbers: Integers) -> tuple[float, ...]:
    """The mixture of features that reads a sample of the labels best."""
    chosen = np.random.default_rng(0).permutation(int(numbers.max()) + 1)
    sizes = np.bincount(numbers)[chosen].cumsum()
    members = np.flatnonzero(np.isin(numbers, chosen[: 1 + int((sizes < SAMPLE).sum())]))
    sample = [messages[i] for i in members]
    own = np.unique(numbers[members], return_inverse=True)[1]
    if own.max() < 1:
        return MIXTURES[0]
    return max(MIXTURES, key=lambda blocks: _accuracy(sample, own, blocks))


def _accuracy(messages: Sequence[Parts], numbers: Integers, blocks: tuple[float, ...]) -> float:
    _, matrix = Vectoriser.learn(messages, blocks=blocks)
    right = 0
    for part in linear.folds(numbers, FOLDS)[:3]:
        rest = np.setdiff1d(np.arange(len(numbers)), part)
        fitted = linear.fit(matrix[rest], numbers[rest], int(numbers.max()) + 1)
        scores = matrix[part] @ fitted[0] + fitted[1]
        right += int((scores.argmax(axis=1) == numbers[part]).sum())
    return right / len(numbers)


def _evidence(examples: "_Examples", count: int, outside: int | None) -> Evidence:
    """Signals of examples under models that have not seen them."""
    numbers = examples.numbers
    held_out = linear.folds(numbers[: examples.like_messages], FOLDS)
    held_out = held_out[: max(1, min(FOLDS, round(ENOUGH_HELD_OUT / len(held_out[0]))))]
    tested = np.concatenate(held_out)
    scores = np.empty((len(tested), count), dtype=np.float32)
    coverage, sizes, start = [], [], 0
    for part in held_out:
        scores[start : start + len(part)] = examples.scores_of(part, count)
        known, size = examples.coverage_of(part)
        coverage.append(known)
        sizes.append(size)
        start += len(part)
    truth = numbers[tested]
    known, size = np.concatenate(coverage), np.concatenate(sizes)
    inner = np.full(len(tested), True) if outside is None else truth != outside
    rows = signals(scores, known, size, outside)
    inside = scores[inner]
    if outside is not None:
        inside[:, outside] = UNSEEN_LABEL
    unseen = scores[inner]
    unseen[np.arange(len(unseen)), truth[inner]] = UNSEEN_LABEL
    return Evidence(
        inside=rows[inner],
        correct=inside.argmax(axis=1) == truth[inner],
        scores=inside,
        labels=truth[inner],
        outside=rows[~inner],
        held_out=signals(unseen, known[inner], size[inner], outside),
    )


class _Examples:
    """What is trained on; the first `like_messages` rows may be held out, part by part."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        rows: sparse.csr_matrix,
        numbers: Integers,
        like_messages: int,
        outside: int | None,
    ) -> None:
        self.numbers = numbers
        self._outside = outside
        self.like_messages = like_messages
        self._rows = rows
        self._present = rows.astype(bool).astype(np.float32)
        self._frequency = np.asarray(self._present.sum(axis=0)).ravel()
        self._least = 2 if vectoriser.left_out_rare else 1
        blocks = np.searchsorted(vectoriser.starts, np.arange(rows.shape[1]), side="right") - 1
        lengths = np.array(vectoriser.blocks, dtype=np.float32)
        self._share = np.zeros((rows.shape[1], len(lengths)), dtype=np.float32)
        self._share[np.arange(rows.shape[1]), blocks] = 1 / lengths[blocks]

    def scores_of(self, part: Integers, count: int) -> Floats:
        """Scores of a part by a model trained on the others."""
        rest = np.setdiff1d(np.arange(len(self.numbers)), part)
        coefficients, bias = linear.fit(
            self._rows[rest], self.numbers[rest], count, facing_all=self._outside, rough=True
        )
        return np.asarray(self._rows[part] @ coefficients + bias)

    def coverage_of(self, part: Integers) -> tuple[Floats, Floats]:
        """Coverage by block of a part, and number of features, that only the others give."""
        present = self._present[part]
        others = self._frequency - np.asarray(present.sum(axis=0)).ravel()
        rest = np.minimum(others >= self._least, others > 0).astype(np.float32)
        coverage = self._rows[part].power(2) @ (self._share * rest[:, None])
        return np.asarray(coverage), np.asarray(present @ rest)

"""Training of the intent model: features, weights, and cross-validated confidence."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.nlu import margins
from bot.nlu.confidence import Confidence, Evidence, calibrate
from bot.nlu.signals import NAMES, signals
from bot.nlu.vectors import Vectoriser

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

PENALTY = 0.2
ROUNDS = 30
FOLDS = 5
# The Gram matrix of more examples than this is neither fast nor small; they are divided.
MAX_EXAMPLES = 9_000
MAX_HELD_OUT_LABELS = 400

Trained = tuple[Vectoriser, list[str], Floats, Floats, Confidence]


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    weights: Sequence[float] | None,
    *,
    outside: str,
) -> Trained:
    """Everything that an `IntentModel` is made of.

    Raises:
        ValueError: there are no two labels to tell apart.
    """
    names, numbers = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    if len(names) < 2:
        raise ValueError("training needs examples of at least two labels")
    vectoriser = Vectoriser.fit(texts)
    matrix, _ = vectoriser.matrix(texts)
    importance = _importance(numbers, weights)
    column = {name: i for i, name in enumerate(names.tolist())}.get(outside)
    parts = list(margins.folds(numbers, -(-len(texts) // MAX_EXAMPLES)))
    total = np.zeros((vectoriser.width, len(names)), dtype=np.float32)
    bias = np.zeros(len(names), dtype=np.float32)
    evidence: list[Evidence] = []
    for part in parts:
        rows, own = matrix[part], numbers[part]
        solution = margins.solve(
            rows,
            margins.signs_of(own, len(names)),
            weights=importance[part],
            penalty=PENALTY,
            rounds=ROUNDS,
        )
        total += np.asarray(rows.T @ solution.duals) / len(parts)
        bias += solution.bias / len(parts)
        if not evidence:
            evidence.append(_evidence(vectoriser, rows, own, solution, column))
    return vectoriser, names.tolist(), total, bias, calibrate(evidence[0])


def _importance(numbers: Integers, weights: Sequence[float] | None) -> Floats:
    """Rare labels count more, so that each can win; their influence grows as the square root."""
    sizes = np.bincount(numbers)
    importance = (sizes[numbers] / sizes.mean()) ** -0.5
    given = np.ones(len(numbers)) if weights is None else np.asarray(weights)
    return np.asarray(importance * given, dtype=np.float32)


def _evidence(
    vectoriser: Vectoriser,
    rows: sparse.csr_matrix,
    numbers: Integers,
    solution: margins.Solution,
    outside: int | None,
) -> Evidence:
    """Signals of examples under models that have not seen them."""
    parts = list(margins.folds(numbers, FOLDS))
    scores = solution.cross_validate(parts, ROUNDS)
    known = _Coverage(vectoriser, rows)
    rows_of = np.empty((len(numbers), len(NAMES)), dtype=np.float32)
    for part in parts:
        rows_of[part] = signals(scores[part], *known.without(part), outside)
    inner = numbers != -1 if outside is None else numbers != outside
    inside_scores, inside_labels = scores[inner], numbers[inner]
    if outside is not None:
        inside_scores = inside_scores.copy()
        inside_scores[:, outside] = -1e3
    return Evidence(
        inside=rows_of[inner],
        correct=inside_scores.argmax(axis=1) == inside_labels,
        scores=inside_scores,
        labels=inside_labels,
        outside=rows_of[~inner],
        held_out=_held_out(known, numbers, solution, outside),
    )


def _held_out(
    known: "_Coverage", numbers: Integers, solution: margins.Solution, outside: int | None
) -> Floats:
    """Signals of each label's examples under a model without that label."""
    found = [np.empty((0, len(NAMES)), dtype=np.float32)]
    for label in range(min(int(numbers.max()) + 1, MAX_HELD_OUT_LABELS)):
        members = np.flatnonzero(numbers == label)
        if label == outside or not len(members):
            continue
        scores = solution.held_out(members)
        scores[:, label] = -1e3
        found.append(signals(scores, *known.without(members), outside))
    return np.concatenate(found)


class _Coverage:
    """How much of each example the other examples cover."""

    def __init__(self, vectoriser: Vectoriser, rows: sparse.csr_matrix) -> None:
        self._rows = rows
        self._present = rows.astype(bool).astype(np.float32)
        self._frequency = np.asarray(self._present.sum(axis=0)).ravel()
        blocks = np.searchsorted(vectoriser.starts, np.arange(rows.shape[1]), side="right") - 1
        lengths = np.array(vectoriser.blocks, dtype=np.float32)
        self._share = np.zeros((rows.shape[1], len(lengths)), dtype=np.float32)
        self._share[np.arange(rows.shape[1]), blocks] = 1 / lengths[blocks]

    def without(self, members: Integers) -> tuple[Floats, Floats]:
        """Coverage by block of `members`, and number of features, that only others give."""
        present = self._present[members]
        rest = (self._frequency - np.asarray(present.sum(axis=0)).ravel()) > 0
        squared = self._rows[members].power(2)
        coverage = squared @ (self._share * rest[:, None])
        return np.asarray(coverage), np.asarray(present @ rest.astype(np.float32))

"""One linear support-vector machine for each label, trained side by side on all cores."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

STRENGTH = 1.0  # liblinear's C, for rows of the squared length that `vectors.BLOCKS` gives
TOLERANCE = 1.0  # a fifth of it reads no better and takes a third longer
MAX_ROUNDS = 200
# With very many labels a label learns from all examples of the nearest labels, and of the
# others from a few that count for all: a third of the time, accuracy the same to 0.2 points.
NEAR_LABELS = 60
FAR_SHARE = 0.03
# Models that only tell how sure one may be make do with less: half the time.
FEW_LABELS = 2 * NEAR_LABELS  # no more than these all learn from one another
ROUGH_NEAR_LABELS, ROUGH_TOLERANCE = 40, 2.0


def fit(
    matrix: sparse.csr_matrix,
    labels: Integers,
    count: int,
    *,
    facing_all: int | None = None,
    rough: bool = False,
) -> tuple[Floats, Floats]:
    """Train one against the rest for labels 0 to `count` - 1.

    Args:
        matrix: examples x features.
        labels: number of each example's label.
        count: how many labels there are; one without examples never wins.
        facing_all: a label that learns from all examples, because it may be mistaken for any.
        rough: whether with very many labels half the time matters more than the last point.

    Returns:
        Weights, features x labels, and one bias for each label.
    """
    rows = matrix.astype(np.float64)
    rows.sort_indices()
    rough = rough and count > FEW_LABELS
    tolerance = ROUGH_TOLERANCE if rough else TOLERANCE
    near = _nearest(rows, labels, count, ROUGH_NEAR_LABELS if rough else NEAR_LABELS)
    if facing_all is not None:
        near[facing_all] = True
    sampled = np.random.default_rng(0).random(len(labels)) < FAR_SHARE
    coefficients = np.zeros((matrix.shape[1], count), dtype=np.float32)
    bias = np.full(count, -1.0, dtype=np.float32)

    def fit_one(label: int) -> None:
        close = near[label][labels]
        members = np.flatnonzero(close | sampled)
        importance = np.where(close[members], 1, 1 / FAR_SHARE)
        model = LinearSVC(C=STRENGTH, tol=tolerance, max_iter=MAX_ROUNDS, random_state=0)
        model.fit(rows[members], labels[members] == label, sample_weight=importance)
        coefficients[:, label] = model.coef_[0]
        bias[label] = model.intercept_[0]

    # liblinear lets go of Python's lock while it works.
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        list(threads.map(fit_one, np.unique(labels).tolist()))
    return coefficients, bias


def _nearest(
    rows: sparse.csr_matrix, labels: Integers, count: int, wanted: int
) -> npt.NDArray[np.bool_]:
    """Labels x labels: whether the second is among the nearest of the first, or is the first."""
    if count <= FEW_LABELS:
        return np.full((count, count), True)
    sizes = np.maximum(np.bincount(labels, minlength=count), 1)
    own = (labels, np.arange(len(labels)))
    centres = sparse.csr_matrix((1 / sizes[labels], own), shape=(count, len(labels))) @ rows
    likeness = np.asarray((centres @ centres.T).todense())
    lengths = np.sqrt(np.maximum(likeness.diagonal(), 1e-12))
    likeness /= lengths[:, None] * lengths[None]
    near = np.full((count, count), False)
    order = np.argsort(-likeness, axis=1)[:, : wanted + 1]
    np.put_along_axis(near, order, True, axis=1)
    near[np.arange(count), np.arange(count)] = True
    return near


def folds(labels: Integers, count: int, seed: int = 0) -> list[Integers]:
    """Members of `count` parts in which every label is spread evenly."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    return [np.sort(order[start::count]) for start in range(count)]

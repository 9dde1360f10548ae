"""A linear support-vector classifier for many labels, solved for all of them at once.

The squared hinge loss equals least squares towards targets that move out with the scores (an
example beyond its margin costs nothing), so one inverse of the examples' Gram matrix serves
every label and every round, and gives cross-validated scores besides. A one-vs-rest LinearSVC
needs a pass over the examples for each label and would have to be trained again for each fold.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


# Share of examples above which a feature is cheaper in a dense product than in a sparse one.
_FREQUENT = 0.08


class Solution(NamedTuple):
    """What training gives.

    Attributes:
        duals: examples x labels; the weights of the features are `matrix.T @ duals`.
        targets: examples x labels; what the last round of least squares aimed at.
        bias: one score for each label.
        signs: examples x labels, as given.
        noise: examples x 1; what regularisation added to the diagonal.
        inverse: inverse of the regularised Gram matrix.
    """

    duals: Floats
    targets: Floats
    bias: Floats
    signs: Floats
    noise: Floats
    inverse: Floats

    def cross_validate(self, parts: Iterable[Integers], rounds: int) -> Floats:
        """Scores of each part by a model trained on the others.

        Args:
            parts: members of each part; together all examples.
            rounds: steps towards the squared hinge.
        """
        scores = np.empty_like(self.duals)
        for part in parts:
            rest = np.setdiff1d(np.arange(len(scores)), part)
            block = self.inverse[np.ix_(part, part)]
            across = self.inverse[np.ix_(rest, part)]
            bridge = linalg.solve(block, across.T, assume_a="pos", check_finite=False)
            inverse = self.inverse[np.ix_(rest, rest)] - across @ bridge
            targets = _targets(inverse, self.noise[rest], self.signs[rest], rounds)
            scores[part] = -bridge @ targets
        return scores

    def held_out(self, members: Integers) -> Floats:
        """Scores of `members` by a model that has not seen them.

        Returns:
            Members x labels, exact for least squares with the other examples' final targets;
            the targets of the members themselves cancel out.
        """
        block = self.inverse[np.ix_(members, members)]
        correction = linalg.solve(block, self.duals[members], assume_a="pos", check_finite=False)
        return self.targets[members] - correction


def solve(
    matrix: sparse.csr_matrix,
    signs: Floats,
    *,
    weights: Floats,
    penalty: float,
    rounds: int,
    offset: float = 0.1,
) -> Solution:
    """Train on rows of `matrix`.

    Args:
        matrix: examples x features.
        signs: examples x labels, 1 for the example's own label and -1 for the others.
        weights: how much each example counts; about 1.
        penalty: strength of regularisation, relative to the examples' mean squared length.
        rounds: steps towards the squared hinge (0 gives ridge regression).
        offset: squared length of the constant feature that gives the bias.
    """
    gram = gram_matrix(matrix)
    scale = float(gram.diagonal().mean()) or 1.0
    regularised = gram + np.float32(offset * scale)
    noise = (penalty * scale / weights).astype(np.float32)
    regularised[np.diag_indices_from(regularised)] += noise
    inverse = _inverse(regularised)
    noise = noise[:, None]
    targets = _targets(inverse, noise, signs, rounds)
    duals = inverse @ targets
    bias = offset * scale * duals.sum(axis=0)
    return Solution(duals, targets, bias, signs, noise, inverse)


def signs_of(labels: Integers, count: int) -> Floats:
    """Examples x labels: 1 for the example's own label, -1 for the others."""
    signs = np.full((len(labels), count), -1, dtype=np.float32)
    signs[np.arange(len(labels)), labels] = 1
    return signs


def gram_matrix(rows: sparse.csr_matrix) -> Floats:
    """Similarity of each row to each: frequent features as a dense product, rare ones sparse."""
    columns = rows.tocsc()
    frequent = np.diff(columns.indptr) > _FREQUENT * rows.shape[0]
    dense = np.asarray(columns[:, frequent].todense(), dtype=np.float32)
    rare = columns[:, ~frequent].tocsr()
    return np.asarray(dense @ dense.T + (rare @ rare.T).todense(), dtype=np.float32)


def _targets(inverse: Floats, noise: Floats, signs: Floats, rounds: int) -> Floats:
    """Move the targets of examples beyond their margin, with Nesterov's momentum."""
    targets = previous = signs
    for step in range(rounds):
        ahead = targets + np.float32(step / (step + 3)) * (targets - previous)
        scores = ahead - noise * (inverse @ ahead)
        previous = targets
        targets = signs * np.maximum(signs * scores, 1)
    return targets


def _inverse(positive: Floats) -> Floats:
    """Inverse of a symmetric positive definite matrix, overwriting it."""
    factor, failed = linalg.lapack.spotrf(positive, lower=1, overwrite_a=1)
    if failed:
        raise linalg.LinAlgError("the examples' Gram matrix is not positive definite")
    inverse, _ = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    lower = np.tril(inverse)
    return lower + np.tril(lower, -1).T


def folds(labels: Integers, count: int, seed: int = 0) -> list[Integers]:
    """Members of `count` parts in which every label is spread evenly."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    return [np.sort(order[start::count]) for start in range(count)]

"""Honest probabilities, and thresholds for answering, offering a choice or refusing.

Everything here is fitted on scores that cross-validation gives, never on scores of examples the
model was trained on.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Floats = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]

# Messages out of scope weigh this share of those in scope; labels held out whole stand in for
# questions near our topics that we have no answer to, and weigh this share.
OUTSIDE_SHARE, HELD_OUT_SHARE = 0.3, 0.05
# Between refusing and answering lies doubt whether a message is ours at all: then the nearest
# answers are offered beside the helpline.
MAX_REFUSED_IN_SCOPE, MAX_DOUBTED_IN_SCOPE = 0.015, 0.04
# A choice says in short what each of the likely answers says. The asker reads more and may have
# to press a button, and the answer may not be among them; but a wrong answer misleads.
CHOICE_VALUE, NO_CHOICE_VALUE, WRONG_VALUE = 0.55, -0.2, -0.6


@dataclass(frozen=True)
class Logistic:
    """A logistic regression over standardised signals.

    Attributes:
        weights: one for each signal.
        bias: the constant.
    """

    weights: Floats
    bias: float

    @classmethod
    def fit(cls, rows: Floats, truth: Booleans, weights: Floats) -> "Logistic":
        """Fit on signals, of which some are good (`truth`); rows count by their weight."""
        if truth.all() or not truth.any():
            return cls(np.zeros(rows.shape[1], dtype=np.float32), 4.0 if truth.any() else -4.0)
        mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit((rows - mean) / spread, truth, sample_weight=weights)
        scaled = model.coef_[0] / spread
        return cls(scaled.astype(np.float32), float(model.intercept_[0] - scaled @ mean))

    def probability(self, rows: Floats) -> Floats:
        """Probability for each row of signals."""
        return np.asarray(1 / (1 + np.exp(-np.clip(rows @ self.weights + self.bias, -30, 30))))


@dataclass(frozen=True)
class Confidence:
    """How sure to be, and what to do about it.

    Attributes:
        in_scope: probability that we have an answer to the message at all.
        right: probability that the best label is right, if we have.
        slope: of the final correction of the two's product, on log odds.
        shift: of that correction.
        temperature: divides scores before the softmax that ranks labels.
        refuse_below: least probability of being in scope that is not refused.
        doubt_below: least probability of being in scope that gets one answer and not a choice.
        choose_below: least probability of being right that gets one answer and not a choice.
    """

    in_scope: Logistic
    right: Logistic
    slope: float
    shift: float
    temperature: float
    refuse_below: float
    doubt_below: float
    choose_below: float

    def of_best(self, in_scope: float, right: float) -> float:
        """Probability that the best label is right."""
        product = min(max(in_scope * right, 1e-6), 1 - 1e-6)
        odds = self.slope * np.log(product / (1 - product)) + self.shift
        return float(1 / (1 + np.exp(-odds)))


@dataclass(frozen=True)
class Evidence:
    """Signals from cross-validation.

    Attributes:
        inside: of examples in scope.
        correct: whether their best label was right.
        scores: their scores over the labels in scope.
        labels: their true labels, columns of `scores`.
        outside: of examples out of scope.
        held_out: of examples in scope whose label the model did not know.
    """

    inside: Floats
    correct: Booleans
    scores: Floats
    labels: npt.NDArray[np.int64]
    outside: Floats
    held_out: Floats


def calibrate(evidence: Evidence) -> Confidence:
    """Fit probabilities and choose thresholds."""
    in_scope = _fit_in_scope(evidence)
    right = Logistic.fit(
        evidence.inside, evidence.correct, np.ones(len(evidence.inside), dtype=np.float32)
    )
    inside = in_scope.probability(evidence.inside)
    doubt_below = _doubt_threshold(inside, in_scope.probability(evidence.outside))
    refuse_below = min(doubt_below, float(np.quantile(inside, MAX_REFUSED_IN_SCOPE)))
    product = np.clip(inside * right.probability(evidence.inside), 1e-6, 1 - 1e-6)
    odds = np.log(product / (1 - product)).astype(np.float32)[:, None]
    final = Logistic.fit(odds, evidence.correct, np.ones(len(odds), dtype=np.float32))
    return Confidence(
        in_scope,
        right,
        float(final.weights[0]),
        final.bias,
        _temperature(evidence.scores, evidence.labels),
        refuse_below,
        doubt_below,
        _choice_threshold(right.probability(evidence.inside), evidence),
    )


def _fit_in_scope(evidence: Evidence) -> Logistic:
    groups = (evidence.inside, evidence.outside, evidence.held_out)
    share = HELD_OUT_SHARE if len(evidence.outside) else OUTSIDE_SHARE
    totals = (1.0, OUTSIDE_SHARE, share)
    weights = [
        np.full(len(rows), total * len(evidence.inside) / max(1, len(rows)), dtype=np.float32)
        for rows, total in zip(groups, totals, strict=True)
    ]
    truth = np.repeat([True, False, False], [len(rows) for rows in groups])
    return Logistic.fit(np.concatenate(groups), truth, np.concatenate(weights))


def _doubt_threshold(inside: Floats, outside: Floats) -> float:
    """The most doubted outside, with few doubted inside; no more than is needed for 97%."""
    ceiling = float(np.quantile(inside, MAX_DOUBTED_IN_SCOPE))
    if not len(outside):
        return ceiling
    return min(ceiling, float(np.quantile(outside, 0.97)))


def _temperature(scores: Floats, labels: npt.NDArray[np.int64]) -> float:
    """The softmax temperature under which the true labels are likeliest."""
    best = (np.inf, 1.0)
    for temperature in np.geomspace(0.02, 2, 30):
        scaled = scores / temperature
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        loss = float((total - scaled[np.arange(len(labels)), labels]).mean())
        best = min(best, (loss, float(temperature)))
    return best[1]


def _choice_threshold(right: Floats, evidence: Evidence) -> float:
    """Below which probability three buttons serve the asker better than the best answer."""
    own = evidence.scores[np.arange(len(evidence.labels)), evidence.labels]
    among_three = (evidence.scores > own[:, None]).sum(axis=1) < 3
    choice = np.where(among_three, CHOICE_VALUE, NO_CHOICE_VALUE)
    answer = np.where(evidence.correct, 1.0, WRONG_VALUE)
    order = np.argsort(right)
    gain = np.concatenate(([0.0], np.cumsum((choice - answer)[order])))
    best = int(gain.argmax())
    return float(right[order[best - 1]]) if best else 0.0

"""Accuracy, calibration, rejection and speed of one system on one set of messages."""

import resource
import time
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sklearn.metrics import matthews_corrcoef

from bench.nlu.datasets import OUTSIDE, Labelled, folds
from bench.nlu.systems import System

Floats = npt.NDArray[np.float64]
Strings = npt.NDArray[np.str_]

THRESHOLDS = np.linspace(0.02, 0.98, 49)
FOLDS = 5


@dataclass
class Measured:
    """One row of the table.

    Attributes:
        accuracy: share of messages in scope whose best label is right.
        by_group: the same for each group of messages.
        mcc: Matthews correlation, with the threshold that cross-validation chose.
        best_mcc: with the threshold that suits the test best, as published figures have it.
        calibration_error: expected calibration error over ten bins, messages in scope.
        train_seconds: for one training on the whole training set.
        p50, p99: milliseconds for one message.
        memory: growth of the process while training, MB.
    """

    system: str
    data: str
    examples: int
    accuracy: float
    by_group: dict[str, float] = field(default_factory=dict)
    mcc: float = float("nan")
    best_mcc: float = float("nan")
    calibration_error: float = float("nan")
    train_seconds: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    memory: float = 0.0


@dataclass
class Answers:
    """What a system said to messages."""

    labels: Strings
    confidences: Floats
    milliseconds: Floats


def ask(system: System, texts: list[str]) -> Answers:
    """One message after the other, timed."""
    labels, confidences, times = [], [], []
    for text in texts:
        start = time.perf_counter()
        label, confidence = system.predict(text)
        times.append((time.perf_counter() - start) * 1e3)
        labels.append(label)
        confidences.append(confidence)
    return Answers(np.array(labels), np.array(confidences), np.array(times))


def train(system: System, data: Labelled) -> tuple[float, float]:
    """Seconds and MB that training takes."""
    before, start = _peak(), time.perf_counter()
    system.fit(data.texts, data.labels, data.aids)
    return time.perf_counter() - start, _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def expected_calibration_error(confidences: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Mean gap between stated and real accuracy over ten bins of confidence."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(confidences[bins == b].mean() - right[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps))


def correlation(truth: Strings, answers: Answers, threshold: float) -> float:
    """Matthews correlation when less sure answers count as "out of scope"."""
    said = np.where(answers.confidences < threshold, OUTSIDE, answers.labels)
    return float(matthews_corrcoef(truth, said))


def best_threshold(truth: Strings, answers: Answers) -> float:
    """The threshold with the highest correlation."""
    return float(max(THRESHOLDS, key=lambda t: correlation(truth, answers, t)))


def cross_validated(system: System, data: Labelled) -> Answers:
    """What the system says to each message when trained on the other folds."""
    fold = folds(data.labels, FOLDS)
    parts = [np.flatnonzero(fold == number) for number in range(FOLDS)]
    said = []
    for number, part in enumerate(parts):
        train(system, data.take(np.flatnonzero(fold != number)))
        said.append(ask(system, data.take(part).texts))
    order = np.argsort(np.concatenate(parts))
    return Answers(
        *(
            np.concatenate([getattr(answers, name) for answers in said])[order]
            for name in ("labels", "confidences", "milliseconds")
        )
    )


def measure_cross_validation(system: System, name: str, data: Labelled) -> Measured:
    """A row from five-fold cross-validation."""
    answers = cross_validated(system, data)
    seconds, memory = train(system, data)
    row = _row(system, name, len(data.texts), data, answers)
    row.train_seconds, row.memory = seconds, memory
    return row


def measure_pair(
    system: System, name: str, training: Labelled, test: Labelled, foreign: list[str]
) -> Measured:
    """A row from a training and a test set.

    Args:
        system: what is measured.
        name: of the data.
        training: messages in scope.
        test: messages, some perhaps labelled as out of scope.
        foreign: unrelated messages; the threshold is chosen, before the test is seen, to tell
            them from cross-validated training messages.
    """
    in_scope = cross_validated(system, training) if foreign else None
    seconds, memory = train(system, training)
    answers = ask(system, test.texts)
    row = _row(system, name, len(training.texts), test, answers)
    row.train_seconds, row.memory = seconds, memory
    truth = np.array(test.labels)
    row.best_mcc = correlation(truth, answers, best_threshold(truth, answers))
    if in_scope is not None:
        known = ask(system, foreign)
        both = Answers(
            np.concatenate([in_scope.labels, known.labels]),
            np.concatenate([in_scope.confidences, known.confidences]),
            np.zeros(0),
        )
        expected = np.array(training.labels + [OUTSIDE] * len(foreign))
        row.mcc = correlation(truth, answers, best_threshold(expected, both))
    return row


def _row(system: System, name: str, examples: int, data: Labelled, answers: Answers) -> Measured:
    truth, groups = np.array(data.labels), np.array(data.groups)
    inside = (truth != OUTSIDE) & (truth != "out_of_scope")
    right = answers.labels == truth
    scripts = sorted(set(groups[inside])) if len(set(groups)) > 1 else []
    return Measured(
        system.name,
        name,
        examples,
        float(right[inside].mean()),
        {script: float(right[inside & (groups == script)].mean()) for script in scripts},
        calibration_error=expected_calibration_error(answers.confidences[inside], right[inside]),
        p50=float(np.percentile(answers.milliseconds, 50)),
        p99=float(np.percentile(answers.milliseconds, 99)),
    )

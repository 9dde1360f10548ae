"""The intent model: text in, labels with honest probabilities out. Knows nothing of Rasa."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.nlu import training
from bot.nlu.confidence import Confidence, Logistic
from bot.nlu.signals import signals
from bot.nlu.vectors import Vectoriser, parts

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
Outcome = Literal["answer", "disambiguate", "refuse"]
OUT_OF_SCOPE = "out_of_scope"
MAX_CANDIDATES = 3
# Scores no farther apart are equal; above 0 a label's own machine says that the message is its.
TIE = 1e-6
# A third button is offered only when it is at least this likely next to the second.
WORTH_A_BUTTON = 0.25


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        outcome: answer with the first label, offer the candidates, or refuse.
        confidence: probability that the first label is right, 0 to 1.
        ranking: (label, probability), best first; never `out_of_scope`.
        candidates: how many of the ranking are worth offering.
    """

    outcome: Outcome
    confidence: float
    ranking: list[tuple[str, float]]
    candidates: int


class IntentModel:
    """A linear model over written and folded words and letters."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        labels: Sequence[str],
        weights: Bytes,
        steps: Floats,
        bias: Floats,
        confidence: Confidence,
    ) -> None:
        """Put a trained model together; use `fit` or `load`.

        A quarter of the memory of whole numbers: `weights`, features x labels, count steps
        of 1/127 of the label's greatest weight. What rounding adds to a score is a hundredth
        of the usual margin.
        """
        self.vectoriser = vectoriser
        self.labels = list(labels)
        self.weights = weights
        self.steps = steps
        self.bias = bias
        self.confidence = confidence
        self._outside = self.labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.labels else None

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        aids: Sequence[tuple[str, str]] = (),
    ) -> "IntentModel":
        """Train on examples.

        Args:
            texts: the examples.
            labels: their labels; those of `out_of_scope` teach what to refuse.
            aids: (text, label) of texts that teach a label's words but are no questions, such
                as the sentences of the answer.

        Raises:
            ValueError: there are no two labels to tell apart.
        """
        vectoriser, names, coefficients, bias, confidence = training.train(
            texts, labels, aids=aids, outside=OUT_OF_SCOPE
        )
        steps = (np.maximum(np.abs(coefficients).max(axis=0), 1e-9) / 127).astype(np.float32)
        rounded = np.rint(np.divide(coefficients, steps, out=coefficients), out=coefficients)
        return cls(vectoriser, names, rounded.astype(np.int8), steps, bias, confidence)

    def scores(self, text: str) -> tuple[Floats, Floats, int]:
        """Score of each label, coverage by kind of feature, and number of known features."""
        vector = self.vectoriser.vector(parts(text))
        weights = self.weights[vector.columns].astype(np.float32)
        scores = (vector.values @ weights) * self.steps + self.bias
        return scores, vector.coverage, len(vector.columns)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Labels in scope with the probability of each, best first."""
        return self.decide(text).ranking

    def decide(self, text: str) -> Decision:
        """Rank the labels and choose between answering, offering a choice and refusing."""
        scores, coverage, size = self.scores(text)
        row = signals(scores[None], coverage[None], np.array([size]), self._outside)
        in_scope = float(self.confidence.in_scope.probability(row)[0])
        right = float(self.confidence.right.probability(row)[0])
        ranking = self._ranking(scores, self.confidence.of_best(in_scope, right))
        foreign = self._outside is not None and scores[self._outside] > max(0, scores.max() - TIE)
        if size == 0 or foreign or in_scope < self.confidence.refuse_below:
            outcome: Outcome = "refuse"
        elif len(ranking) > 1 and (
            in_scope < self.confidence.doubt_below or right < self.confidence.choose_below
        ):
            outcome = "disambiguate"
        else:
            outcome = "answer"
        likely = WORTH_A_BUTTON * ranking[min(1, len(ranking) - 1)][1]
        worth = sum(p >= likely for _, p in ranking[:MAX_CANDIDATES])
        return Decision(outcome, ranking[0][1] if size else 0.0, ranking, worth)

    def _ranking(self, scores: Floats, confidence: float) -> list[tuple[str, float]]:
        """All labels in scope: the first has `confidence`, the others share the rest."""
        scores = scores.astype(np.float64)
        if self._outside is not None:
            scores[self._outside] = -np.inf
        shares = np.exp((scores - scores.max()) / self.confidence.temperature)
        order = np.argsort(-scores, kind="stable")[: len(scores) - (self._outside is not None)]
        shares = shares[order]
        rest = (1 - confidence) * shares / max(float(shares[1:].sum()), 1e-9)
        rest[0] = confidence
        names = map(self.labels.__getitem__, order.tolist())
        return list(zip(names, np.minimum(rest, confidence).tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON.

        Most weights are 0. Packed here in a moment, they are no work for Rasa, which packs
        the whole model as tightly, and as slowly, as gzip can.
        """
        np.savez(
            folder / "arrays.npz",
            weights=np.frombuffer(zlib.compress(self.weights.tobytes(), 1), dtype=np.uint8),
            steps=self.steps,
            bias=self.bias,
            idf=self.vectoriser.idf,
            in_scope=self.confidence.in_scope.weights,
            right=self.confidence.right.weights,
        )
        confidence = asdict(self.confidence)
        for part in ("in_scope", "right"):
            confidence[part] = confidence[part]["bias"]
        described = {
            "labels": self.labels,
            "vocabulary": self.vectoriser.vocabulary,
            "blocks": self.vectoriser.blocks,
            "unknown_idf": self.vectoriser.unknown_idf,
            "confidence": confidence,
        }
        text = json.dumps(described, ensure_ascii=False)
        (folder / "model.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read a saved model."""
        described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            numbers = {name: arrays[name] for name in arrays.files}
        confidence = described["confidence"]
        for part in ("in_scope", "right"):
            confidence[part] = Logistic(numbers[part], confidence[part])
        return cls(
            Vectoriser(
                described["vocabulary"],
                numbers["idf"],
                described["unknown_idf"],
                described["blocks"],
            ),
            described["labels"],
            np.frombuffer(zlib.decompress(numbers["weights"].tobytes()), dtype=np.int8).reshape(
                len(numbers["idf"]), len(numbers["bias"])
            ),
            numbers["steps"],
            numbers["bias"],
            Confidence(**confidence),
        )

"""Cross-validation of the examples: every one is read by a model that has not seen it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.examples import ANSWER, LabelledText
from bot.nlu import linear
from bot.nlu.classifier import OUT_OF_SCOPE
from bot.nlu.vectors import Vectoriser, parts

FOLDS = 5

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """How one example was read.

    Attributes:
        example: the example.
        read_as: the label that won.
        margin: by how much it beat the example's own label; 0 where that won.
    """

    example: LabelledText
    read_as: str
    margin: float

    @property
    def right(self) -> bool:
        """Whether the example's own label won."""
        return self.read_as == self.example.label


def read_unseen(
    examples: Sequence[LabelledText], *, progress: Callable[[int, int], None] | None = None
) -> list[Reading]:
    """Reads every example with a model trained on the other four fifths.

    Args:
        examples: of at least two labels.
        progress: called with the number of parts done, and of all.
    """
    # Sentences of answers always teach; nobody types them, so they are never asked.
    examples = sorted(examples, key=lambda e: e.group == ANSWER)
    asked = sum(e.group != ANSWER for e in examples)
    names, numbers = np.unique([e.label for e in examples], return_inverse=True)
    messages = [parts(example.text) for example in examples]
    _, rows = Vectoriser.learn(messages)
    readings: dict[int, Reading] = {}
    folds = linear.folds(numbers[:asked], FOLDS)
    for done, part in enumerate(folds, start=1):
        rest = np.setdiff1d(np.arange(len(numbers)), part)
        weights, bias = linear.fit(rows[rest], numbers[rest], len(names))
        scores = np.asarray(rows[part] @ weights + bias)
        for member, row in zip(part.tolist(), scores, strict=True):
            best = int(row.argmax())
            margin = float(row[best] - row[numbers[member]])
            readings[member] = Reading(examples[member], str(names[best]), margin)
        if progress:
            progress(done, len(folds))
    return [readings[member] for member in range(asked)]


def in_scope(readings: Sequence[Reading]) -> list[Reading]:
    """Without the examples of what is to be refused."""
    return [r for r in readings if r.example.label != OUT_OF_SCOPE]

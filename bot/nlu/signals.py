"""What the scores and the coverage of a message say about how far to trust its best label."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NAMES = (
    "best score",
    "lead over the second",
    "lead of the second over the fifth",
    "lead over out of scope",
    "meanings known",
    "written words known",
    "folded words known",
    "written letters known",
    "folded letters known",
    "features (logarithm)",
)


def signals(scores: Floats, coverage: Floats, sizes: Floats, outside: int | None) -> Floats:
    """One row of signals for each message.

    Args:
        scores: messages x labels.
        coverage: messages x 5, the known share of each kind of feature, 0 to 1.
        sizes: how many known features each message has.
        outside: column of the label for messages out of scope, if there is one.
    """
    inside = scores if outside is None else np.delete(scores, outside, axis=1)
    depth = min(5, inside.shape[1])
    top = -np.sort(-np.partition(inside, -depth, axis=1)[:, -depth:], axis=1)
    runner_up = top[:, min(1, depth - 1)]
    rejected = np.zeros(len(top)) if outside is None else top[:, 0] - scores[:, outside]
    return np.column_stack(
        [
            top[:, 0],
            top[:, 0] - runner_up,
            runner_up - top[:, -1],
            rejected,
            coverage,
            np.log1p(sizes),
        ]
    ).astype(np.float32)

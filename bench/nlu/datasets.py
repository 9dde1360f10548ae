"""Labelled messages to measure on: public benchmarks, our own examples, or two files."""

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.knowledge.examples import ANSWER, read_examples

HINT3 = ("sofmattress", "curekart", "powerplay11")
OUTSIDE = "NO_NODES_DETECTED"  # HINT3's label for messages out of scope
DATA_VARIABLE = "SAHAYAK_BENCH_DATA"


class Labelled(NamedTuple):
    """Messages with their labels, a group (script) of each, and texts that teach beside them."""

    texts: list[str]
    labels: list[str]
    groups: list[str]
    aids: tuple[tuple[str, str], ...] = ()

    def take(self, members: npt.NDArray[np.intp]) -> "Labelled":
        """The messages at these positions, and all that teaches beside them."""
        texts, labels, groups = ([column[i] for i in members] for column in self[:3])
        return Labelled(texts, labels, groups, self.aids)


def bench_folder(given: str | None) -> Path | None:
    """Where the public benchmarks are: the argument, else the environment; None without either."""
    folder = given or os.environ.get(DATA_VARIABLE)
    return Path(folder) if folder else None


def read_csv(path: Path) -> Labelled:
    """A file with columns `sentence` and `label`."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    texts, labels = [row["sentence"] for row in rows], [row["label"] for row in rows]
    return Labelled(texts, labels, ["all"] * len(rows))


def read_own(root: Path = Path("data")) -> Labelled:
    """Our examples: those of the answers by script, the tasks' and those out of scope."""
    examples = read_examples(root)
    asked = [e for e in examples if e.group != ANSWER]
    aids = tuple((e.text, e.label) for e in examples if e.group == ANSWER)
    return Labelled(
        [e.text for e in asked], [e.label for e in asked], [e.group for e in asked], aids
    )


def folds(labels: list[str], count: int = 5, seed: int = 0) -> npt.NDArray[np.intp]:
    """The fold of each message; every label is spread evenly."""
    random = np.random.default_rng(seed)
    members: dict[str, list[int]] = defaultdict(list)
    for position, label in enumerate(labels):
        members[label].append(position)
    fold = np.zeros(len(labels), dtype=np.intp)
    start = 0
    for positions in members.values():
        shuffled = random.permutation(positions)
        fold[shuffled] = (start + np.arange(len(shuffled))) % count
        start += len(shuffled)
    return fold

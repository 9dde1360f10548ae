"""Labelled messages to measure on: public benchmarks, our own examples, or two files."""

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import yaml

HINT3 = ("sofmattress", "curekart", "powerplay11")
OUTSIDE = "NO_NODES_DETECTED"  # HINT3's label for messages out of scope
DATA_VARIABLE = "SAHAYAK_BENCH_DATA"


class Labelled(NamedTuple):
    """Messages with their labels, and a group (script) of each."""

    texts: list[str]
    labels: list[str]
    groups: list[str]

    def take(self, members: npt.NDArray[np.intp]) -> "Labelled":
        """The messages at these positions."""
        return Labelled(*([column[i] for i in members] for column in self))


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
    rows: list[tuple[str, str, str]] = []
    for path in sorted(root.glob("faq/*/*.yml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        label = f"faq/{entry['id']}"
        rows += [(title, label, "title") for title in entry["title"].values()]
        for script, examples in entry["examples"].items():
            rows += [(str(example), label, script) for example in examples]
    for path in sorted(root.glob("nlu/*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            if "intent" in block:
                lines = block["examples"].splitlines()
                texts = [line.removeprefix("- ").strip() for line in lines]
                rows += [(text, block["intent"], "task") for text in texts if text]
    rows = list({(text, label): (text, label, group) for text, label, group in rows}.values())
    return Labelled(*(list(column) for column in zip(*rows, strict=True)))


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

"""What cross-validation says about labels, pairs of labels, examples and scripts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu_report.crossval import Reading, in_scope

SCRIPTS = ("hi", "hi-Latn", "en")
MOST_PAIRS = 40
MOST_OUTVOTED = 200
# An example counts as outvoted when another label wins by more than this: a margin of the
# support-vector machine is 1 to either side.
CLEARLY = 0.5
# A label reads a script badly when at least this many of the script's examples are at hand, and
# this much less of them is read rightly than of the label's other examples.
ENOUGH, WORSE_BY = 5, 0.2


@dataclass(frozen=True)
class LabelScore:
    """Precision and recall of one label, 0 to 1, over so many examples."""

    label: str
    examples: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Pair:
    """So many examples of `label` were read as `read_as`; two of them to look at."""

    label: str
    read_as: str
    count: int
    shown: tuple[str, ...]


@dataclass(frozen=True)
class WeakScript:
    """A script in which a label is read worse than in the others."""

    label: str
    script: str
    recall: float
    elsewhere: float
    examples: int


@dataclass(frozen=True)
class Findings:
    """Everything that the page shows."""

    accuracy: float
    by_script: dict[str, float]
    labels: list[LabelScore]
    pairs: list[Pair]
    outvoted: list[Reading]
    weak_scripts: list[WeakScript]


def find(readings: Sequence[Reading]) -> Findings:
    """Sums up a cross-validation; the worst stands first everywhere."""
    inside = in_scope(readings)
    outvoted = [r for r in inside if not r.right and r.margin > CLEARLY]
    return Findings(
        accuracy=_share(inside),
        by_script={s: _share([r for r in inside if r.example.group == s]) for s in SCRIPTS},
        labels=_labels(readings),
        pairs=_pairs(inside),
        outvoted=sorted(outvoted, key=lambda r: -r.margin)[:MOST_OUTVOTED],
        weak_scripts=_weak_scripts(inside),
    )


def _share(readings: Sequence[Reading]) -> float:
    return sum(r.right for r in readings) / len(readings) if readings else 0.0


def _labels(readings: Sequence[Reading]) -> list[LabelScore]:
    own = Counter(r.example.label for r in readings)
    won = Counter(r.read_as for r in readings)
    right = Counter(r.read_as for r in readings if r.right)
    scores = [
        LabelScore(label, count, right[label] / max(won[label], 1), right[label] / count)
        for label, count in own.items()
    ]
    return sorted(scores, key=lambda score: (score.f1, score.label))


def _pairs(readings: Sequence[Reading]) -> list[Pair]:
    mistaken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reading in readings:
        if not reading.right:
            mistaken[reading.example.label, reading.read_as].append(reading.example.text)
    pairs = [Pair(*key, len(texts), tuple(texts[:2])) for key, texts in mistaken.items()]
    return sorted(pairs, key=lambda pair: (-pair.count, pair.label))[:MOST_PAIRS]


def _weak_scripts(readings: Sequence[Reading]) -> list[WeakScript]:
    by_label: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_label[reading.example.label].append(reading)
    weak = []
    for label, own in by_label.items():
        for script in SCRIPTS:
            here = [r for r in own if r.example.group == script]
            there = [r for r in own if r.example.group in SCRIPTS and r.example.group != script]
            if len(here) >= ENOUGH and there and _share(there) - _share(here) > WORSE_BY:
                weak.append(WeakScript(label, script, _share(here), _share(there), len(here)))
    return sorted(weak, key=lambda w: w.recall - w.elsewhere)

"""What a candidate does better and worse than the model that answers now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.curation.reader import Reader, Reading
from bot.curation.regression import Expected
from bot.knowledge.examples import ANSWER, LabelledText
from bot.nlu.classifier import OUT_OF_SCOPE
from bot.nlu_report.crossval import read_unseen

NEIGHBOURS = 12
MOST_LABELS = 80
MOST_ROWS = 200


def changed_labels(before: Sequence[LabelledText], after: Sequence[LabelledText]) -> list[str]:
    """Labels whose examples or sentences are not the same."""
    old, new = (_texts(examples) for examples in (before, after))
    return sorted(label for label in old.keys() | new.keys() if old.get(label) != new.get(label))


def neighbours(reader: Reader, examples: Iterable[LabelledText], labels: set[str]) -> list[str]:
    """These labels, and those that their examples are most easily mistaken for."""
    near: Counter[str] = Counter()
    for example in examples:
        if example.label in labels and example.group != ANSWER:
            ranked = [label for label, _ in reader.model.rank(example.text)[:NEIGHBOURS]]
            near.update(label for label in ranked if label not in labels)
    room = max(0, MOST_LABELS - len(labels))
    wanted = min(room, NEIGHBOURS * max(1, len(labels)))
    return [*sorted(labels), *(label for label, _ in near.most_common(wanted))]


def cross_validate(examples: Sequence[LabelledText], labels: Iterable[str]) -> dict[str, int]:
    """How many examples of these labels are read rightly by models that have not seen them."""
    wanted = {*labels, OUT_OF_SCOPE}
    some = [example for example in examples if example.label in wanted]
    if len({example.label for example in some if example.group != ANSWER}) < 2:
        return {"right": 0, "of": 0}
    readings = [r for r in read_unseen(some) if r.example.label != OUT_OF_SCOPE]
    return {"right": sum(r.right for r in readings), "of": len(readings)}


def regression(
    before: Reader | None, after: Reader, expected: Sequence[Expected]
) -> dict[str, Any]:
    """How many questions are answered as they must be, and which are not any longer."""
    worse: list[dict[str, Any]] = []
    better: list[dict[str, Any]] = []
    still: list[dict[str, Any]] = []
    right = {"before": 0, "after": 0}
    for one in expected:
        old = before.read(one.text) if before else None
        new = after.read(one.text)
        was, now = old is not None and one.is_met(old), one.is_met(new)
        right["before"] += was
        right["after"] += now
        if was != now or not now:
            row = {**_row(one.text, old, new), "wanted": one.label, "kind": one.kind}
            (still if was == now else better if now else worse).append(row)
    total = len(expected)
    return {
        "before": {"right": right["before"], "of": total} if before else None,
        "after": {"right": right["after"], "of": total},
        "worse": worse[:MOST_ROWS],
        "better": better[:MOST_ROWS],
        "still_wrong": [row for row in still if row["kind"] == "curated"][:MOST_ROWS],
    }


def changed_answers(
    before: Reader, after: Reader, texts: Mapping[str, str | None]
) -> dict[str, Any]:
    """The questions that would be answered otherwise.

    Args:
        before: the model that answers now.
        after: the candidate.
        texts: question → the label that it is an example of, None for a person's own message.
    """
    rows = []
    for text, label in texts.items():
        old, new = before.read(text), after.read(text)
        if old.key != new.key:
            row = {**_row(text, old, new), "wanted": label}
            row["effect"] = _effect(label, old, new)
            rows.append(row)
    rows.sort(key=lambda row: ("worse", "unclear", "better").index(row["effect"]))
    counts = Counter(row["effect"] for row in rows)
    return {
        "asked": len(texts),
        "changed": len(rows),
        "effects": {effect: counts[effect] for effect in ("worse", "unclear", "better")},
        "rows": rows[:MOST_ROWS],
    }


def titles(report: Any, readers: Iterable[Reader | None]) -> dict[str, dict[str, str]]:
    """What the labels that a report names are called, by label."""
    named = set(_labels(report))
    found: dict[str, dict[str, str]] = {}
    for reader in filter(None, readers):
        for label in named & reader.about.keys():
            found[label] = dict(reader.about[label].title)
    return found


def _effect(label: str | None, old: Reading, new: Reading) -> str:
    if label is None:
        return "unclear"
    if new.key == label:
        return "better"
    return "worse" if old.key == label else "unclear"


def _row(text: str, old: Reading | None, new: Reading) -> dict[str, Any]:
    return {
        "text": text,
        "before": {"outcome": old.outcome, "label": old.label} if old else None,
        "after": {"outcome": new.outcome, "label": new.label},
    }


def _labels(report: Any) -> Iterable[str]:
    if isinstance(report, Mapping):
        for key, value in report.items():
            if key in ("label", "wanted") and isinstance(value, str):
                yield value
            else:
                yield from _labels(value)
    elif isinstance(report, (list, tuple)):
        for part in report:
            yield from [part] if isinstance(part, str) else _labels(part)


def _texts(examples: Iterable[LabelledText]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for example in examples:
        found.setdefault(example.label, set()).add((example.text, example.group))
    return found

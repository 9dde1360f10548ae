"""Questions of which it is known what must become of them, whatever curators change.

Every button must lead to its own answer; what the project's tests refuse stays refused; the
questions of `tests/questions` keep their answers; requests with all that a calculator needs reach
it; and what curators decided before holds.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.curation.reader import Reading
from bot.knowledge.entries import load_knowledge, read_yaml
from bot.nlu.classifier import OUT_OF_SCOPE
from store.models_curation import CurationItem

REFUSED = "refused"
_OUT_OF_SCOPE = ("tests/nlu/out_of_scope_test.tsv", "tests/nlu/out_of_scope_near_test.tsv")
_COMPUTED = "tests/conversations/one_sentence.yaml"
_ASKED = "tests/questions"


@dataclass(frozen=True)
class Expected:
    """A question, and the label that must answer it, or `refused`."""

    text: str
    label: str
    kind: str

    def is_met(self, reading: Reading) -> bool:
        """Whether a reading is as it must be; a choice among buttons refuses nothing wrongly."""
        if self.label == REFUSED:
            return reading.outcome != "answer"
        return reading.key == self.label


def expected(root: Path, data: Path, decided: Iterable[CurationItem]) -> list[Expected]:
    """All such questions, each text once; what curators decided comes first.

    Args:
        root: the project's folder; what its tests do not bring is left out.
        data: folder of the candidate's answers.
        decided: messages that curators have decided about.
    """
    found: dict[str, Expected] = {}
    brought = (*_refused(root), *_computed(root), *_asked(root))
    for one in (*_curated(decided), *_titles(data), *brought):
        found.setdefault(one.text, one)
    return list(found.values())


def _curated(decided: Iterable[CurationItem]) -> Iterator[Expected]:
    for item in decided:
        if item.status == "out_of_scope":
            yield Expected(item.text, REFUSED, "curated")
        elif item.answer_id:
            yield Expected(item.text, f"faq/{item.answer_id}", "curated")


def _titles(data: Path) -> Iterator[Expected]:
    for entry in load_knowledge(data).entries.values():
        for title in entry.title.values():
            yield Expected(title, entry.label, "title")


def _refused(root: Path) -> Iterator[Expected]:
    for name in _OUT_OF_SCOPE:
        path = root / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            _, _, text = line.partition("\t")
            if text.strip():
                yield Expected(text.strip(), REFUSED, "out_of_scope")


def _computed(root: Path) -> Iterator[Expected]:
    path = root / _COMPUTED
    rows: Sequence[Any] = (read_yaml(path) or {}).get("computed") or () if path.exists() else ()
    for row in rows:
        if row.get("calculator") and row.get("user"):
            yield Expected(str(row["user"]), f"calculate/{row['calculator']}", "computed")


def _asked(root: Path) -> Iterator[Expected]:
    """Questions as people ask them, from tables (label, script, text) and from JSON lines."""
    for path in sorted((root / _ASKED).glob("*.*")):
        with path.open(encoding="utf-8", newline="") as file:
            rows: Iterable[Any] = ()
            if path.suffix == ".tsv":
                rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            elif path.suffix == ".jsonl":
                rows = map(json.loads, filter(str.strip, file))
            for row in rows:
                refused = row["label"] == OUT_OF_SCOPE
                yield Expected(row["text"], REFUSED if refused else row["label"], "asked")

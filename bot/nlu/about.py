"""What a label is called on a button, kept beside the model."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FILE = "about.json"


@dataclass(frozen=True)
class About:
    """A label in people's words.

    Attributes:
        title: language ("hi", "en") → the question as a button.
        topic: id of the topic it belongs to, empty if none.
        calculators: what computes the same for a person's own values.
        gist: language → the answer, shown in short when the question is not clear.
        worked: parts of a sum that the rule speaks of: `{"times": "1/2", "of": {"hi", "en"}}`.
        related: ids of the answers that are offered with it.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    calculators: tuple[str, ...] = ()
    gist: Mapping[str, str] = field(default_factory=dict)
    worked: tuple[Mapping[str, Any], ...] = ()
    related: tuple[str, ...] = ()

    @classmethod
    def of(cls, metadata: Mapping[str, Any]) -> "About":
        """From the intent metadata of a training example."""
        return cls(
            dict(metadata.get("title") or {}),
            str(metadata.get("topic") or ""),
            tuple(metadata.get("calculators") or ()),
            dict(metadata.get("gist") or {}),
            tuple(metadata.get("worked") or ()),
            tuple(metadata.get("related") or ()),
        )

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "title": dict(self.title),
            "topic": self.topic,
            "calculators": list(self.calculators),
            "gist": dict(self.gist),
            "worked": list(self.worked),
            "related": list(self.related),
        }

    def shown(self, outcome: str) -> dict[str, Any]:
        """What a reply needs of it, and no more: each message stores this with its candidates.

        The answer itself is shown only where the person has to choose; parts of a sum only where
        it is given. Nothing stands for what is empty.

        >>> About({"en": "How much?"}, gist={"en": "5,00,000"}).shown("answer")
        {'title': {'en': 'How much?'}}
        """
        unneeded = {"answer": {"gist"}, "disambiguate": {"worked"}}.get(
            outcome, {"gist", "worked"}
        )
        unneeded |= {"related", "topic"}
        return {
            key: value for key, value in self.to_json().items() if value and key not in unneeded
        }


def write_about(folder: Path, about: Mapping[str, About]) -> None:
    """Store the titles in `folder`."""
    described = {label: entry.to_json() for label, entry in about.items()}
    (folder / _FILE).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")


def read_about(folder: Path) -> dict[str, About]:
    """The titles stored in `folder`."""
    described = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return {label: About.of(entry) for label, entry in described.items()}

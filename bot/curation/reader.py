"""Reads messages with a trained model as Rasa would, but without Rasa: in a second, not in ten."""

import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.nlu.about import About, read_about
from bot.nlu.classifier import Decision, IntentModel
from bot.nlu.topic_names import TopicNames

_CLASSIFIER = "SparseIntentClassifier"
_FILES = {"about.json", "arrays.npz", "model.json", "topics.json"}


class NoClassifier(ValueError):
    """A file that is no model of ours; the message names it."""


@dataclass(frozen=True)
class Reading:
    """What becomes of a message: `outcome` (answer, disambiguate, refuse), and the first label."""

    outcome: str
    label: str

    @property
    def key(self) -> str:
        """What a person notices: the label where it is answered, else only that it is not."""
        return self.label if self.outcome == "answer" else self.outcome


class Reader:
    """The classifier of one model."""

    def __init__(self, model: IntentModel, topics: TopicNames, about: Mapping[str, About]) -> None:
        self.model = model
        self._topics = topics
        self.about = about

    @classmethod
    def open(cls, path: Path) -> "Reader":
        """Takes the classifier out of a model as `rasa train` writes it.

        Raises:
            NoClassifier: there is none in it.
        """
        with tempfile.TemporaryDirectory(prefix="sahayak-") as place:
            folder = Path(place)
            try:
                _unpack(path, folder)
                model, topics = IntentModel.load(folder), TopicNames.load(folder)
                return cls(model, topics, read_about(folder))
            except (tarfile.TarError, OSError, KeyError, ValueError) as error:
                raise NoClassifier(f"{path} holds no classifier of ours: {error}") from error

    def read(self, text: str) -> Reading:
        """What becomes of a message that is the first of its conversation."""
        label = self._topics.find(text)
        if label:
            return Reading("answer", label)
        decision: Decision = self.model.decide(text)
        return Reading(decision.outcome, decision.ranking[0][0])


def _unpack(path: Path, folder: Path) -> None:
    with tarfile.open(path) as archive:
        for member in archive:
            name = PurePosixPath(member.name)
            if member.isfile() and _CLASSIFIER in name.parent.name and name.name in _FILES:
                source = archive.extractfile(member)
                if source is not None:
                    (folder / name.name).write_bytes(source.read())

"""Rasa training-data importer: the answers in `data/faq` become NLU examples and responses.

`rasa train`, `rasa test` and `rasa data validate` use it through `importers:` in config.yml.
"""

import copy
import hashlib
from pathlib import Path
from typing import Any

import rasa.shared.utils.common
from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import domain_json
from bot.knowledge.entries import Entry, Topic, load_knowledge
from bot.knowledge.examples import ANSWER, sentences
from bot.knowledge.responses import responses

DEFAULT_ROOT = Path("data")


class Example(Message):
    """An example. Rasa copies and compares all examples at each merge of training data.

    Its fingerprint is made of what an example is, text and label, and not of all that Rasa has
    hung on it since, which took a third of a training.
    """

    def fingerprint(self) -> str:
        """The same for the same text and label, in every process."""
        known = (self.data.get(TEXT), self.data.get(INTENT))
        if self._told_apart != known:
            self._told_apart = known
            digest = hashlib.blake2b(repr(known).encode(), digest_size=16)
            self._cached_fingerprint = digest.hexdigest()
        return str(self._cached_fingerprint)

    def __eq__(self, other: object) -> bool:
        """Whether text and label are the same."""
        return isinstance(other, Message) and self.fingerprint() == other.fingerprint()

    def __hash__(self) -> int:
        """As quick as the text's own."""
        return hash((self.data.get(TEXT), self.data.get(INTENT)))

    _told_apart: tuple[str | None, str | None] | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Example":
        """A message of its own over the same texts, which nobody changes in place."""
        twin = copy.copy(self)
        twin.data = dict(self.data)
        twin.features = list(self.features)
        return twin


class KnowledgeImporter(RasaFileImporter):
    """Rasa's file importer for tasks and rules, plus one intent and response per answer."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Keeps Rasa's own readers away from the answers, which they would parse twice."""
        domain_json.install()
        given = training_data_paths
        paths = [given] if isinstance(given, str) else given
        self._root = _root(paths)
        if self._root is not None:
            paths = [str(self._root / "nlu"), str(self._root / "dialogue")]
        super().__init__(config_file, domain_path, paths)

    @rasa.shared.utils.common.cached_method
    def get_domain(self) -> Domain:
        """The domain file, merged with a response for every answer."""
        domain = super().get_domain()
        if self._root is None:
            return domain
        answers = Domain.from_dict({"responses": responses(load_knowledge(self._root))})
        return domain.merge(answers)

    @rasa.shared.utils.common.cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The task intents' examples, merged with the examples of every answer."""
        tasks = super().get_nlu_data(language)
        if self._root is None:
            return tasks
        knowledge = load_knowledge(self._root)
        answers = [m for entry in knowledge.entries.values() for m in _messages(entry)]
        pages = [m for topic in knowledge.topics.values() for m in _titles(topic)]
        own = [Example(m.data, features=m.features) for m in tasks.training_examples]
        return TrainingData(
            [*own, *answers, *pages],
            tasks.entity_synonyms,
            tasks.regex_features,
            tasks.lookup_tables,
            tasks.responses,
        )


def _root(paths: list[str] | None) -> Path | None:
    """The folder among the training paths that holds `faq`; a single file has none."""
    return next((Path(p) for p in paths or () if (Path(p) / "faq").is_dir()), None)


def _messages(entry: Entry) -> list[Message]:
    about = {
        "title": dict(entry.title),
        "topic": entry.topic,
        "calculators": list(entry.calculators),
        "gist": dict(entry.answer),
        "worked": [{"times": share.times, "of": dict(share.words)} for share in entry.worked],
        "related": list(entry.related),
    }
    told = {**entry.examples, ANSWER: tuple(sentences(entry))}
    return [
        Example.build(
            text=text,
            intent=entry.label,
            intent_metadata=about,
            example_metadata={"script": script},
        )
        for script, texts in told.items()
        for text in texts
    ]


def _titles(topic: Topic) -> list[Message]:
    """What a topic is called opens its page; other words for it stand in data/nlu/topics.yml."""
    about = {"title": dict(topic.title), "topic": topic.id}
    return [
        Example.build(text=title, intent=topic.label, intent_metadata=about)
        for title in topic.title.values()
    ]

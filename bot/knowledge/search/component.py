"""Rasa graph component: what to offer where no answer is sure."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.search.answers import Answers
from bot.knowledge.search.extract import extract
from bot.knowledge.search.index import LEAST_OF_ANSWER, LEAST_OF_PASSAGE
from bot.knowledge.search.shelf import LOOK_EVERY_SECONDS, Quotable, Shelf
from bot.knowledge.search.tokens import MAX_QUERY, tokens

PASSAGES, FOUND_ANSWERS = "passages", "found_answers"
MOST = 3
_UNSURE = ("refuse", "disambiguate")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PassageSearch(GraphComponent):
    """Adds `passages` of documents and `found_answers` to messages that have no sure answer.

    The classifier has decided before. A message of which no document and no answer holds enough
    gets neither, and is refused as before.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`look_every_seconds`: how often to look for new documents; 0 is never."""
        return {"look_every_seconds": LOOK_EVERY_SECONDS}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PassageSearch:
        """A component without answers, which looks at no documents."""
        return cls(model_storage, resource, Answers([]), Shelf())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PassageSearch:
        """A component with the model's answers, which keeps an eye on the store's documents."""
        with model_storage.read_from(resource) as folder:
            answers = Answers.load(folder)
        shelf = Shelf()
        if config["look_every_seconds"]:
            shelf.watch(config["look_every_seconds"])
        return cls(model_storage, resource, answers, shelf)

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, answers: Answers, shelf: Shelf
    ) -> None:
        """Searches these answers, and the documents on this shelf."""
        self._model_storage = model_storage
        self._resource = resource
        self._answers = answers
        self._shelf = shelf

    def train(self, training_data: TrainingData) -> Resource:
        """Stores the answers' titles and words."""
        self._answers = Answers.of(training_data.intent_examples)
        with self._model_storage.write_to(self._resource) as folder:
            self._answers.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds what was found, best first; leaves messages with a sure answer alone."""
        for message in messages:
            if message.get("outcome") in _UNSURE:
                words = tokens((message.get(TEXT) or "")[:MAX_QUERY])
                message.set(PASSAGES, self._passages(words), add_to_output=True)
                message.set(FOUND_ANSWERS, self._found(words), add_to_output=True)
        return messages

    def _passages(self, words: list[str]) -> list[dict[str, Any]]:
        volume = self._shelf.volume
        rarity = self._answers.index.rarity + volume.index.rarity
        hits = volume.index.best(words, rarity)
        hits = [hit for hit in hits if hit.is_near(words, LEAST_OF_PASSAGE)]
        found = []
        for hit in hits[:MOST]:
            passage = volume.passages[hit.place]
            found.append(
                {
                    "document": dict(passage.title),
                    "section": passage.section,
                    "page": passage.page,
                    "text": extract(_body(passage), set(words) & set(passage.words), rarity),
                    "score": round(hit.score, 2),
                }
            )
        return found

    def _found(self, words: list[str]) -> list[dict[str, Any]]:
        rarity = self._answers.index.rarity + self._shelf.volume.index.rarity
        hits = self._answers.index.best(words, rarity)
        hits = [hit for hit in hits if hit.is_near(words, LEAST_OF_ANSWER)]
        answers = [(self._answers.all[hit.place], hit) for hit in hits[:MOST]]
        return [
            {"label": answer.label, "title": dict(answer.title), "score": round(hit.score, 2)}
            for answer, hit in answers
        ]


def _body(passage: Quotable) -> str:
    """The passage without a heading at its beginning that its section names already."""
    heading, _, rest = passage.text.partition("\n")
    return rest if rest and heading in passage.section else passage.text

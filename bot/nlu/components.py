"""Rasa graph components: the language of a message, and its intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    METADATA,
    METADATA_EXAMPLE,
    METADATA_INTENT,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.examples import ANSWER
from bot.nlu.about import About, read_about, write_about
from bot.nlu.classifier import Decision, IntentModel
from bot.nlu.context import ContextReader
from bot.nlu.language import detect
from bot.nlu.topic_names import TOPIC, TopicNames

FALLBACK = "nlu_fallback"
PAYLOAD_MARK = "/"
CALCULATE = "calculate"
# So many labels after the first are looked through for the rule behind a calculation.
RULE_AMONG = 4
_TYPES = DefaultV1Recipe.ComponentType


@DefaultV1Recipe.register(_TYPES.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Sets `language` and an entity of that name: what the gateway decided, else what we see."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """Has nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the language to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            decided = (message.get(METADATA) or {}).get("language")
            language = decided or detect(text)
            message.set("language", language, add_to_output=True)
            entity = {
                "entity": "language",
                "value": language,
                "start": 0,
                "end": len(text),
                "confidence_entity": 1.0,
                "extractor": type(self).__name__,
            }
            entities = [*(message.get(ENTITIES) or []), entity]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register(_TYPES.INTENT_CLASSIFIER, is_trainable=True)
class SparseIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks full labels (`faq/<id>`, `calculate/<name>`, `greet`) and decides what to do."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length`: how many labels `intent_ranking` carries."""
        return {"ranking_length": 10}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Starts without a model."""
        self._ranking_length: int = config["ranking_length"]
        self._model_storage = model_storage
        self._resource = resource
        self._model: IntentModel | None = None
        self._about: dict[str, About] = {}
        self._reader: ContextReader | None = None
        self._topics = TopicNames({})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SparseIntentClassifier:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SparseIntentClassifier:
        """A trained component, or an untrained one where nothing was stored."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._model = IntentModel.load(folder)
                component._about = read_about(folder)
                component._reader = ContextReader(component._model, component._about)
                component._topics = TopicNames.load(folder)
        except ValueError:  # Rasa's storage has no such resource: training had no examples
            pass
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on every example with an intent and stores the model."""
        examples: dict[tuple[str, str], None] = {}
        aids: dict[tuple[str, str], None] = {}
        for message in training_data.intent_examples:
            text, intent = message.get(TEXT), message.get(INTENT)
            if text and intent and not text.startswith(PAYLOAD_MARK):
                label = message.get(INTENT_RESPONSE_KEY) or intent
                metadata = message.get(METADATA) or {}
                script = (metadata.get(METADATA_EXAMPLE) or {}).get("script")
                (aids if script == ANSWER else examples)[text, label] = None
                described = metadata.get(METADATA_INTENT)
                if described:
                    self._about[label] = About.of(described)
        # A title is a question in people's words too, and its button must find its answer.
        for label, about in self._about.items():
            examples |= dict.fromkeys((title, label) for title in about.title.values() if title)
        names = [example for example in examples if example[1].startswith(TOPIC)]
        examples = {one: None for one in examples if not one[1].startswith(TOPIC)}
        if len({label for _, label in examples}) > 1:
            texts, labels = zip(*examples, strict=True)
            self._model = IntentModel.fit(texts, labels, list(aids))
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)
                write_about(folder, self._about)
                TopicNames.fit(names, examples).save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds intent, ranking, outcome and candidates; leaves button payloads alone."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith(PAYLOAD_MARK):
                continue
            if not text.strip() or self._model is None:
                self._set(message, None, 0.0, [])
                continue
            alone = self._named_topic(text) or self._model.decide(text)
            self._write(message, self._in_context(message, text, alone) or alone)
        return messages

    def _named_topic(self, text: str) -> Decision | None:
        """To open a topic's page, when the message names it and says nothing else."""
        label = self._topics.find(text)
        return Decision("answer", 1.0, [(label, 1.0)], 1) if label else None

    def _in_context(self, message: Message, text: str, alone: Decision) -> Decision | None:
        """What a message means after the answer that the gateway names, if that is how it goes on.

        Metadata: `{"context": {"answer": "mat_days"}, "language": "hi" | "en" | "hinglish"}`.
        """
        metadata = message.get(METADATA) or {}
        last = (metadata.get("context") or {}).get("answer")
        if self._reader is None or not last:
            return None
        language = "en" if message.get("language") == "en" else "hi"
        return self._reader.decide(text, f"faq/{last}", language, alone)

    def _write(self, message: Message, decision: Decision) -> None:
        label = decision.ranking[0][0]
        answered = decision.outcome == "answer"
        name = label.partition("/")[0] if answered else FALLBACK
        self._set(message, name, decision.confidence, decision.ranking[: self._ranking_length])
        retrieval = {"label": label, "name": label.partition("/")[2]}
        message.set("retrieval", retrieval, add_to_output=True)
        message.set("outcome", decision.outcome, add_to_output=True)
        message.set("rule", self._rule_behind(decision), add_to_output=True)
        candidates = [
            {
                "label": label,
                PREDICTED_CONFIDENCE_KEY: confidence,
                **self._about.get(label, About()).shown(decision.outcome),
            }
            for label, confidence in decision.ranking[: decision.candidates]
        ]
        message.set("candidates", candidates, add_to_output=True)

    def _rule_behind(self, decision: Decision) -> str | None:
        """The nearest answer that states what the calculation asked for rests on, as its id."""
        (label, _), *others = decision.ranking[: 1 + RULE_AMONG]
        base, _, name = label.partition("/")
        for other, _ in others if base == CALCULATE else ():
            if name in self._about.get(other, About()).calculators:
                return other.partition("/")[2]
        return None

    def _set(
        self,
        message: Message,
        name: str | None,
        confidence: float,
        ranking: list[tuple[str, float]],
    ) -> None:
        intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
        message.set(INTENT, intent, add_to_output=True)
        ranked = [{INTENT_NAME_KEY: n, PREDICTED_CONFIDENCE_KEY: c} for n, c in ranking]
        message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)

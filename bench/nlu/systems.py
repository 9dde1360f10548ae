"""Intent classifiers behind one interface: ours, and Rasa's with its default featurizers."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.nlu.classifier import IntentModel
from bot.nlu.language import detect

Prediction = tuple[str, float]
# Texts, with labels, that teach but are unlike messages: the sentences of our answers.
Aids = Sequence[tuple[str, str]]


class System(Protocol):
    """Something that learns labels of messages."""

    name: str

    def fit(self, texts: Sequence[str], labels: Sequence[str], aids: Aids = ()) -> None:
        """Train from nothing."""

    def predict(self, text: str) -> Prediction:
        """The best label and how sure the system is of it."""


class Ours:
    """`bot.nlu`, with language detection as in the running assistant."""

    name = "Sahayak"

    def fit(self, texts: Sequence[str], labels: Sequence[str], aids: Aids = ()) -> None:
        """Train from nothing."""
        self._model = IntentModel.fit(texts, labels, aids)

    def predict(self, text: str) -> Prediction:
        """The best label and how sure we are."""
        detect(text)
        decision = self._model.decide(text)
        return decision.ranking[0][0], decision.confidence


_FEATURIZERS: list[tuple[str, dict[str, Any]]] = [
    ("RegexFeaturizer", {}),
    ("LexicalSyntacticFeaturizer", {}),
    ("CountVectorsFeaturizer", {}),
    ("CountVectorsFeaturizer", {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}),
]


class RasaPipeline:
    """Rasa's default featurizers in front of one of its classifiers."""

    def __init__(self, classifier: str, **options: Any) -> None:
        """Takes the class name of a Rasa classifier and its settings."""
        self.name = f"Rasa {classifier.removesuffix('Classifier')}"
        self._components = [*_FEATURIZERS, (classifier, options)]

    def fit(self, texts: Sequence[str], labels: Sequence[str], aids: Aids = ()) -> None:
        """Train from nothing."""
        from rasa.engine.graph import ExecutionContext, GraphSchema
        from rasa.engine.recipes.default_recipe import DefaultV1Recipe
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.engine.storage.resource import Resource
        from rasa.shared.nlu.training_data.message import Message
        from rasa.shared.nlu.training_data.training_data import TrainingData

        self._folder = tempfile.TemporaryDirectory()
        storage = LocalModelStorage.create(Path(self._folder.name))
        context = ExecutionContext(GraphSchema({}), "bench")
        messages = [
            Message({"text": text, "intent": label})
            for text, label in (*zip(texts, labels, strict=True), *aids)
        ]
        data = TrainingData(messages)
        self._pipeline: list[Any] = []
        for number, (name, options) in enumerate([("WhitespaceTokenizer", {}), *self._components]):
            kind = DefaultV1Recipe._from_registry(name).clazz
            config = {**kind.get_default_config(), **options}
            resource = Resource(f"{number}_{name}")
            component = kind.create(config, storage, resource, context)
            if hasattr(component, "train"):
                component.train(data)
            if not name.endswith("Classifier"):
                component.process_training_data(data)
            self._pipeline.append(component)

    def predict(self, text: str) -> Prediction:
        """The best label and how sure Rasa is."""
        from rasa.shared.nlu.training_data.message import Message

        messages = [Message({"text": text})]
        for component in self._pipeline:
            messages = component.process(messages)
        intent = messages[0].get("intent") or {}
        return intent.get("name") or "", float(intent.get("confidence") or 0.0)


def systems(*, quick: bool) -> list[System]:
    """All systems; the slow ones only when there is time."""
    found: list[System] = [Ours()]
    if not quick:
        found += [
            RasaPipeline("LogisticRegressionClassifier"),
            RasaPipeline("DIETClassifier", epochs=100),
        ]
    return found

"""The whole pipeline of config.yml on messages, and how honestly it refuses."""

import csv
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bench.nlu.datasets import Labelled, folds
from bot.nlu.classifier import OUT_OF_SCOPE, IntentModel

LABELS, EXAMPLES, MESSAGES = 300, 8_000, 2_000
FOREIGN = Path("tests/nlu/out_of_scope_test.tsv")


@dataclass(frozen=True)
class Refusals:
    """Shares of messages that are refused, 0 to 1: of foreign ones, and of those in scope."""

    foreign: float
    in_scope: float


def measure_refusals(data: Labelled) -> Refusals:
    """Trains on four fifths; the rest and a set of foreign messages are then read."""
    fold = folds(data.labels)
    rest, part = data.take(np.flatnonzero(fold)), data.take(np.flatnonzero(fold == 0))
    model = IntentModel.fit(rest.texts, rest.labels, rest.aids)
    with FOREIGN.open(encoding="utf-8") as lines:
        foreign = [row[1] for row in csv.reader(lines, delimiter="\t")]
    known = [
        text for text, label in zip(part.texts, part.labels, strict=True) if label != OUT_OF_SCOPE
    ]
    return Refusals(_refused(model, foreign), _refused(model, known))


def _refused(model: IntentModel, texts: Sequence[str]) -> float:
    return sum(model.decide(text).outcome == "refuse" for text in texts) / len(texts)


def measure_parse(data: Labelled) -> tuple[float, float]:
    """Milliseconds a message (median, 99th of 100) through every component, one at a time."""
    names = sorted(set(data.labels))[:LABELS]
    chosen = data.take(np.flatnonzero(np.isin(data.labels, names)))
    chosen = chosen.take(np.random.default_rng(0).permutation(len(chosen.texts))[:EXAMPLES])
    with tempfile.TemporaryDirectory() as folder:
        components = _trained(chosen, Path(folder))
        times = [_process(components, text) for text in data.texts[:MESSAGES]]
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def _process(components: Sequence[Any], text: str) -> float:
    from rasa.shared.nlu.training_data.message import Message

    start = time.perf_counter()
    messages = [Message({"text": text})]
    for component in components:
        messages = component.process(messages)
    return (time.perf_counter() - start) * 1e3


def _trained(data: Labelled, folder: Path) -> list[Any]:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from rasa.shared.utils.common import class_from_module_path

    storage = LocalModelStorage.create(folder)
    context = ExecutionContext(GraphSchema({}), "bench")
    messages = [
        Message({"text": text, "intent": label})
        for text, label in zip(data.texts, data.labels, strict=True)
    ]
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    made = []
    for settings in pipeline:
        kind = class_from_module_path(settings["name"])
        config = {**kind.get_default_config(), **settings}
        component = kind.create(config, storage, Resource(settings["name"]), context)
        if hasattr(component, "train"):
            component.train(TrainingData(messages))
        made.append(component)
    return made

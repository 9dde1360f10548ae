"""A small trained model, and Rasa's processor and ours over it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.model_training import train
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channels.gateway_input import GatewayOutput

CONFIG = """
recipe: default.v1
assistant_id: small
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""
DOMAIN = """
version: "3.1"
intents: [greet, ask, bye]
entities: [language]
slots:
  language:
    type: text
    influence_conversation: false
    mappings: [{type: from_entity, entity: language}]
  last: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_answer]
responses:
  utter_greet: [{text: hello}]
  utter_default: [{text: what}]
  utter_restart: [{text: again}]
"""
DATA = """
version: "3.1"
nlu:
  - {intent: greet, examples: "- hello\\n- namaste\\n"}
  - {intent: ask, examples: "- pension\\n- leave\\n"}
  - {intent: bye, examples: "- goodbye\\n- alvida\\n"}
rules:
  - {rule: greeting, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: question, steps: [{intent: ask}, {action: action_answer}]}
"""


class Actions(EndpointConfig):
    """An action server that answers at once and keeps the calls."""

    calls: list[dict[str, Any]]

    async def request(self, json: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Sets a slot and says something."""
        self.calls.append(json)
        slot = {"event": "slot", "timestamp": None, "name": "last", "value": json["next_action"]}
        return {"events": [slot], "responses": [{"text": f"ran {json['next_action']}"}]}


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained once."""
    folder = tmp_path_factory.mktemp("small")
    texts = {"config.yml": CONFIG, "domain.yml": DOMAIN, "data.yml": DATA}
    for name, text in texts.items():
        (folder / name).write_text(text)
    paths = [str(folder / name) for name in texts]
    result = train(domain=paths[1], config=paths[0], training_files=[paths[2]], output=str(folder))
    return Path(result.model)


@pytest.fixture
def make(model: Path) -> Callable[[type[MessageProcessor]], MessageProcessor]:
    """Makes a processor of a class, with an action server of its own."""

    def build(kind: type[MessageProcessor]) -> MessageProcessor:
        endpoint = Actions(url="http://127.0.0.1:1/webhook", enable_selective_domain=True)
        endpoint.calls = []
        processor = kind(
            model,
            InMemoryTrackerStore(Domain.empty()),
            InMemoryLockStore(),
            TemplatedNaturalLanguageGenerator({}),
            action_endpoint=endpoint,
        )
        processor.tracker_store.domain = processor.domain
        processor.nlg.responses = processor.domain.responses
        # Ours wraps the endpoint in one that keeps connections; here nothing is connected to.
        processor.action_endpoint = endpoint
        return processor

    return build


def talk(processor: MessageProcessor, *texts: str) -> tuple[list[Any], DialogueStateTracker]:
    """All replies to a conversation, and what is remembered of it."""

    async def run() -> tuple[list[Any], DialogueStateTracker]:
        replies = []
        for text in texts:
            output = GatewayOutput()
            await processor.handle_message(
                UserMessage(text, output, "someone", message_id=f"m{len(replies)}")
            )
            replies.append(output.messages)
        return replies, await processor.get_tracker("someone")

    return asyncio.run(run())

"""A message that the gateway sends again is answered again, and neither run nor kept twice."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.gateway_input import GatewayOutput
from bot.dialogue.processor import QuickProcessor
from bot.tracking import strict
from store.errors import StoreUnavailable

Make = Callable[[type[MessageProcessor]], MessageProcessor]


def say(processor: MessageProcessor, text: str, message_id: str) -> list[dict[str, Any]]:
    output = GatewayOutput()
    message = UserMessage(text, output, "someone", message_id=message_id)
    asyncio.run(processor.handle_message(message))
    return output.messages


def messages_kept(processor: MessageProcessor) -> list[str]:
    tracker = asyncio.run(processor.get_tracker("someone"))
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_repeat_gets_the_same_replies_and_no_action_runs_again(make: Make) -> None:
    quick = make(QuickProcessor)
    say(quick, "hello", "m1")
    first = say(quick, "pension", "m2")
    assert first == [{"recipient_id": "someone", "text": "ran action_answer"}]
    assert say(quick, "pension", "m2") == first
    assert len(quick.action_endpoint.calls) == 1
    assert messages_kept(quick) == ["hello", "pension"]


def test_the_same_words_in_another_message_are_a_new_turn(make: Make) -> None:
    quick = make(QuickProcessor)
    say(quick, "pension", "m1")
    say(quick, "pension", "m2")
    assert len(quick.action_endpoint.calls) == 2
    assert messages_kept(quick) == ["pension", "pension"]


def test_a_turn_whose_action_server_was_down_is_forgotten_and_run_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = make(QuickProcessor)
    say(quick, "hello", "m1")

    async def refuse(**_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as down:
        down.setattr(quick.action_endpoint, "request", refuse)
        assert say(quick, "pension", "m2") == []
    assert messages_kept(quick) == ["hello", "pension"]
    assert say(quick, "pension", "m2")[0]["text"] == "ran action_answer"
    assert messages_kept(quick) == ["hello", "pension"]
    assert asyncio.run(quick.get_tracker("someone")).get_slot("last") == "action_answer"


class AwayStore(TrackerStore):
    """Its database cannot be reached."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        raise StoreUnavailable("away")

    async def save(self, tracker: DialogueStateTracker) -> None:
        raise StoreUnavailable("away")


def test_a_turn_fails_when_its_conversation_cannot_be_read(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Agent, "_create_tracker_store", Agent._create_tracker_store)
    strict.install()
    quick = make(QuickProcessor)
    quick.tracker_store = Agent(quick.domain, tracker_store=AwayStore(quick.domain)).tracker_store
    with pytest.raises(StoreUnavailable):
        say(quick, "pension", "m1")
    assert quick.action_endpoint.calls == []


def test_without_a_store_conversations_stay_in_memory() -> None:
    made = strict.only_the_given(None, Domain.empty())
    assert isinstance(made, InMemoryTrackerStore)

"""Rasa's memory of a conversation survives a restart, stays small, and can be erased."""

import asyncio
import functools
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracking import store
from store.errors import StoreChanged
from store.settings import Settings

DOMAIN = Domain.load(str(Path(__file__).resolve().parent.parent.parent / "domain.yml"))


@pytest.fixture
def conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.ConversationStore:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    for name in ("session", "connection"):
        original = getattr(store, name)
        monkeypatch.setattr(store, name, functools.partial(original, url))
    monkeypatch.setattr(store, "settings", Settings(database_url=url))
    return store.ConversationStore(DOMAIN)


def talk(turns: int) -> DialogueStateTracker:
    events = [ActionExecuted("action_session_start"), SessionStarted()]
    events.append(SlotSet("language", "en"))
    for number in range(turns):
        events += [
            ActionExecuted("action_listen"),
            UserUttered(f"question {number}", {"name": "faq"}),
            ActionExecuted("action_answer"),
            BotUttered(f"answer {number}"),
        ]
    events += [SlotSet("last", {"kind": "faq"}), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events("c" * 32, events, list(DOMAIN.slots))


def save_and_read(
    conversations: store.ConversationStore, tracker: DialogueStateTracker
) -> DialogueStateTracker:
    asyncio.run(conversations.save(tracker))
    read = asyncio.run(conversations.retrieve(tracker.sender_id))
    assert read is not None
    return read


def test_a_new_conversation_has_no_state(conversations: store.ConversationStore) -> None:
    assert asyncio.run(conversations.retrieve("nobody")) is None


def test_a_short_conversation_comes_back_whole(conversations: store.ConversationStore) -> None:
    tracker = talk(1)
    read = save_and_read(conversations, tracker)
    assert [e.type_name for e in read.events] == [e.type_name for e in tracker.events]
    assert asyncio.run(conversations.keys()) == [tracker.sender_id]


def test_a_long_conversation_is_cut_but_keeps_its_slots(
    conversations: store.ConversationStore,
) -> None:
    read = save_and_read(conversations, talk(200))
    assert len(read.events) < store.EVENTS_BEFORE_CUT
    assert read.get_slot("language") == "en"
    assert read.get_slot("last") == {"kind": "faq"}
    assert read.latest_message.text == "question 199"
    assert read.latest_action_name == "action_listen"


def test_a_message_is_kept_without_what_served_its_own_turn_only(
    conversations: store.ConversationStore,
) -> None:
    tracker = talk(1)
    understood = {"intent": {"name": "faq"}, "entities": [], "text": "why", "outcome": "answer"}
    found = {"candidates": [{"gist": "long"}], "passages": [{"text": "long"}]}
    said = UserUttered("why", {"name": "faq"}, [], {**understood, **found})
    tracker.update(said)
    tracker.update(ActionExecuted("action_listen"))
    read = save_and_read(conversations, tracker)
    assert read.latest_message.parse_data.items() >= understood.items()
    assert not read.latest_message.parse_data.keys() & found.keys()
    assert said.parse_data.keys() >= found.keys()  # this turn's actions still have it


def test_saving_again_replaces_what_was_saved(conversations: store.ConversationStore) -> None:
    tracker = save_and_read(conversations, talk(1))
    tracker.update(UserUttered("question 1", {"name": "faq"}))
    read = save_and_read(conversations, tracker)
    assert read.latest_message.text == "question 1"


def test_what_came_before_an_erasure_is_not_kept(conversations: store.ConversationStore) -> None:
    tracker = talk(3)
    tracker.update(Restarted())
    tracker.update(ActionExecuted("action_listen"))
    read = save_and_read(conversations, tracker)
    assert not [e for e in read.events if isinstance(e, UserUttered)]
    assert read.get_slot("last") is None


def test_a_server_that_hung_does_not_write_over_what_another_went_on_with(
    conversations: store.ConversationStore,
) -> None:
    save_and_read(conversations, talk(1))
    hung, other = (asyncio.run(conversations.retrieve("c" * 32)) for _ in range(2))
    assert hung is not None
    assert other is not None
    other.update(SlotSet("language", "hi"))
    asyncio.run(conversations.save(other))
    with pytest.raises(StoreChanged):
        asyncio.run(conversations.save(hung))
    other.update(SlotSet("language", "en"))
    asyncio.run(conversations.save(other))  # whoever saved last may go on
    assert asyncio.run(conversations.retrieve("c" * 32)).get_slot("language") == "en"


def test_of_two_servers_with_a_new_conversation_one_saves_it(
    conversations: store.ConversationStore,
) -> None:
    asyncio.run(conversations.save(talk(1)))
    with pytest.raises(StoreChanged):
        asyncio.run(conversations.save(talk(2)))

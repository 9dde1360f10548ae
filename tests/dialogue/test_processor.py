"""Our processor says and remembers what Rasa's does, with less work."""

from collections.abc import Callable
from typing import Any

import pytest
import rasa.core.agent
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    FollowupAction,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import events, predictions, processor
from bot.dialogue.processor import QuickProcessor
from bot.dialogue.runner import StraightRunner
from tests.dialogue.conftest import talk

Make = Callable[[type[MessageProcessor]], MessageProcessor]
KNOWN = ("hello", "pension?", "hello")
TALK = (
    *("hello", "pension?", "goodbye", "leave?", "zzz", "hello", "/restart"),
    *("pension", '/ask{"language": "en"}', "leave"),
)


def outline(tracker: DialogueStateTracker) -> list[Any]:
    """The events without their times."""
    told = [event.as_dict() for event in tracker.events]
    return [{k: v for k, v in one.items() if k not in {"timestamp", "message_id"}} for one in told]


def test_replies_and_memory_are_those_of_rasa(make: Make) -> None:
    stock, stock_tracker = talk(make(MessageProcessor), *TALK)
    ours, tracker = talk(make(QuickProcessor), *TALK)
    assert len(ours) == len(TALK)
    assert all(ours)
    assert ours == stock
    assert outline(tracker) == outline(stock_tracker)
    assert tracker.get_slot("language") == "en"


def test_a_known_turn_is_not_predicted_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = make(QuickProcessor)
    first, _ = talk(quick, *KNOWN)
    asked: list[object] = []
    monkeypatch.setattr(
        MessageProcessor, "_predict_next_with_tracker", lambda _, tracker: asked.append(tracker)
    )
    again, _ = talk(quick, *KNOWN)
    assert again == first
    assert asked == []


def test_the_best_action_is_looked_for_once() -> None:
    known = predictions.Predictions()
    known.keep(("ask",), PolicyPrediction([0.0, 1.0, 0.0], "RulePolicy"))
    twins = [known.recall(("ask",)) for _ in range(2)]
    assert [vars(twin)["max_confidence_index"] for twin in twins] == [1, 1]
    assert twins[0].events is not twins[1].events
    assert known.recall(("bye",)) is None


def test_an_action_is_told_of_its_own_turn_as_rasa_would(make: Make) -> None:
    stock, quick = make(MessageProcessor), make(QuickProcessor)
    for one in (stock, quick):
        talk(one, "pension", "leave")
    long, short = (one.action_endpoint.calls[-1] for one in (stock, quick))
    assert short.keys() == long.keys()
    for told in (long["tracker"], short["tracker"]):
        told.pop("latest_event_time")
        told["latest_message"].pop("message_id", None)
    before = long["tracker"].pop("events")
    since = short["tracker"].pop("events")
    assert short["tracker"] == long["tracker"]
    assert [one["event"] for one in since][0] == "user"
    last = len(before) - next(i for i, e in enumerate(before[::-1]) if e["event"] == "user") - 1
    assert [one["event"] for one in since] == [one["event"] for one in before[last:]]
    kept = {"event", "text", "metadata", "input_channel"}
    assert {k: since[0][k] for k in kept} == {k: before[last][k] for k in kept}


def test_a_missing_input_is_told_as_dask_tells_it(make: Make) -> None:
    stock, quick = make(MessageProcessor), make(QuickProcessor)
    assert isinstance(quick.graph_runner, StraightRunner)
    for one in (stock, quick):
        with pytest.raises(GraphRunError, match="Missing input"):
            one.graph_runner.run(inputs={}, targets=[one.model_metadata.core_target])


def test_the_small_dialogue_is_settled_by_the_turn(make: Make) -> None:
    quick = make(QuickProcessor)
    policies = quick.graph_runner.components(Policy)
    assert len(policies) == 1
    assert predictions.are_settled_by_the_turn(policies, quick.domain)
    assert not predictions.are_settled_by_the_turn([*policies, object()], quick.domain)


def test_a_slot_that_counts_or_a_longer_rule_unsettles_it(make: Make) -> None:
    quick = make(QuickProcessor)
    (policy,) = quick.graph_runner.components(Policy)
    slots = {"slots": {"mood": {"type": "text", "mappings": [{"type": "custom"}]}}}
    assert not predictions.are_settled_by_the_turn([policy], Domain.from_dict(slots))
    policy.lookup["rules"]['[{"user": {"intent": "ask"}, "slots": {"last": [1.0]}}]'] = "action_x"
    assert not predictions.are_settled_by_the_turn([policy], quick.domain)


@pytest.mark.parametrize(
    ("since", "key"),
    [
        ([], ("ask",)),
        ([ActionExecuted("action_answer")], ("ask", "action_answer")),
        ([ActionExecuted("a"), ActionExecutionRejected("a")], None),
        ([UserUtteranceReverted()], None),
        ([ActiveLoop("a_form")], None),
        ([FollowupAction("action_answer")], None),
    ],
)
def test_what_settles_a_turn(since: list[Event], key: tuple[str, ...] | None) -> None:
    begun = [ActionExecuted("action_listen"), UserUttered("pension", {"name": "ask"})]
    tracker = DialogueStateTracker.from_events("someone", [*begun, *since])
    assert predictions.key_of(tracker) == key


def test_nothing_settles_what_nobody_asked() -> None:
    listening = [ActionExecuted("action_listen")]
    assert predictions.key_of(DialogueStateTracker.from_events("someone", listening)) is None


def test_installing_replaces_what_the_agent_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rasa.core.agent.MessageProcessor.__mro__[-2] is MessageProcessor
    monkeypatch.setattr(rasa.core.agent, "MessageProcessor", MessageProcessor)
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(Event.resolve_by_type))
    processor.install()
    assert rasa.core.agent.MessageProcessor is QuickProcessor


def test_events_are_found_by_name_as_rasa_finds_them() -> None:
    names = ["user", "bot", "slot", "action", "session_started", "restart", "topic"]
    assert [events.resolve_by_type(name) for name in names] == [
        events._resolve(name) for name in names
    ]
    with pytest.raises(ValueError, match="Unknown event"):
        events.resolve_by_type("nothing of the kind")

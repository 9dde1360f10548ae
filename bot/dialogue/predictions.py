"""Remembers which action follows what, where the rules can say nothing else.

Our dialogue is one rule an intent. So the next action depends on the intent and on the actions
since, and on nothing else: `are_settled_by_the_turn` checks that of the trained model. RulePolicy
works it out from the states of the whole conversation, twice a message, over a thousand actions.
"""

import copy
import json
from collections.abc import Iterable
from functools import cached_property

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    Restarted,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

Key = tuple[str | None, ...]
#: A rule's longest memory: what was said, and the action after it.
MOST_STATES = 2
# Two actions follow a message: an answer, and listening. A longer row of them is left to Rasa.
MOST_ACTIONS = 4
# After these the latest message or action is not what counts.
_UNSETTLING = (ActionExecutionRejected, ActionReverted, UserUtteranceReverted, Restarted)
_TURN_ONLY = {"user": {"intent"}, "prev_action": {"action_name"}}


class KnownPrediction(PolicyPrediction):
    """A prediction whose best action is looked for once among all actions."""

    @cached_property
    def max_confidence(self) -> float:
        """Confidence of the best action."""
        return max(self.probabilities, default=0.0)

    @cached_property
    def max_confidence_index(self) -> int:
        """Place of the best action."""
        return self.probabilities.index(self.max_confidence)


class Predictions:
    """Predictions by what settles them."""

    def __init__(self) -> None:
        self._known: dict[Key, PolicyPrediction] = {}

    def recall(self, key: Key) -> PolicyPrediction | None:
        """A prediction to use, with events of its own, or None when there is none yet."""
        known = self._known.get(key)
        if known is None:
            return None
        twin = copy.copy(known)
        # The tracker keeps these and gives them the time.
        twin.events = [copy.copy(event) for event in known.events]
        return twin

    def keep(self, key: Key, prediction: PolicyPrediction) -> None:
        """Remembers a prediction; the number of intents and actions bounds how many."""
        known = KnownPrediction.__new__(KnownPrediction)
        known.__dict__.update(vars(prediction))
        known.events = [copy.copy(event) for event in prediction.events]
        # Looked for now, so that the twins have it.
        assert known.probabilities[known.max_confidence_index] == known.max_confidence  # noqa: S101
        self._known[key] = known


def key_of(tracker: DialogueStateTracker) -> Key | None:
    """What settles the next action: the intent, then the actions since; None where more does."""
    if tracker.followup_action or tracker.active_loop_name or tracker.latest_message is None:
        return None
    actions: list[str | None] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            name: str | None = event.intent.get("name")
            return (name, *reversed(actions))
        if isinstance(event, _UNSETTLING) or len(actions) == MOST_ACTIONS:
            return None
        if isinstance(event, ActionExecuted):
            actions.append(event.action_name)
    return None


def are_settled_by_the_turn(policies: Iterable[object], domain: Domain) -> bool:
    """Whether intent and actions since decide alone: checked once, when a model is loaded.

    A rule is matched by what it names, so that where none names an entity or a slot these decide
    nothing.
    """
    only, *others = policies
    if others or not isinstance(only, RulePolicy):
        return False
    rules = [json.loads(key) for key in only.lookup.get(RULES, {})]
    return (
        not domain.form_names
        and not only.lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH)
        and not any(slot.influence_conversation for slot in domain.slots)
        and bool(rules)
        and all(len(states) <= MOST_STATES and all(map(_is_plain, states)) for states in rules)
    )


def _is_plain(state: dict[str, dict[str, object]]) -> bool:
    """Whether a rule's state asks for an intent and an action only."""
    return all(set(part) <= _TURN_ONLY.get(kind, set()) for kind, part in state.items())

"""Rasa's message processor without what it does over and over for the same outcome.

Each method does what Rasa's does. What is left out are copies made for log lines that nobody
reads, the search for an action among all of them, and predictions that are known already.
"""

import logging
from typing import Any

import rasa.core.agent
from rasa.core.actions.action import Action, ActionExtractSlots, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue import events, repeats
from bot.dialogue.predictions import Predictions, are_settled_by_the_turn, key_of
from bot.dialogue.remote import KeptAlive, QuickAction
from bot.dialogue.runner import StraightRunner

log = logging.getLogger(__name__)


class QuickExtraction(ActionExtractSlots):
    """Fills slots in a domain whose slots no action validates."""

    async def _execute_validation_action(
        self, extraction_events: list[Event], *_: object, **__: object
    ) -> list[Event]:
        """Rasa's would look for the validating action among some thousand names."""
        return [event for event in extraction_events if isinstance(event, SlotSet)]


class QuickProcessor(MessageProcessor):
    """Takes a message through NLU, rules and actions."""

    graph_runner: StraightRunner
    action_endpoint: EndpointConfig | None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Loads the model as Rasa does."""
        super().__init__(*arguments, **options)
        self.graph_runner = StraightRunner.over(self.graph_runner)
        if self.action_endpoint is not None:
            self.action_endpoint = KeptAlive.over(self.action_endpoint)
        self._actions: dict[str, Action] = {}
        self._extraction = QuickExtraction(self.action_endpoint)
        if ACTION_VALIDATE_SLOT_MAPPINGS in self.domain.user_actions:
            self._extraction = ActionExtractSlots(self.action_endpoint)
        self._intents, self._entities = set(self.domain.intents), set(self.domain.entities)
        policies = self.graph_runner.components(Policy)
        self._predictions = Predictions()
        self._may_recall = are_settled_by_the_turn(policies, self.domain)
        if not self._may_recall:
            log.warning("The dialogue has more than one rule an intent: each turn is slower.")

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Answers a message; one that was answered before gets the same replies again."""
        try:
            return await super().handle_message(message)
        except repeats.SaidBefore as before:
            await self._send_bot_messages(before.replies, before.tracker, message.output_channel)
            return None

    async def log_message(
        self, message: UserMessage, should_save_tracker: bool = True
    ) -> DialogueStateTracker:
        """Takes a message into its conversation, once.

        Raises:
            SaidBefore: it is there already, with an answer.
        """
        tracker = await self.fetch_tracker_and_update_session(
            message.sender_id, message.output_channel, message.metadata
        )
        tracker = repeats.before(tracker, message.message_id)
        await self._handle_message_with_tracker(message, tracker)
        if should_save_tracker:
            await self.save_tracker(tracker)
        return tracker

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Sets the slots that the message fills."""
        action = self._extraction
        filled = await action.run(output_channel, self.nlg, tracker, self.domain)
        await self._send_bot_messages(filled, tracker, output_channel)
        tracker.update_with_events(filled, self.domain)
        return tracker

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Rasa warns of intents and entities that the domain lacks; it builds a domain for it."""
        intent = parse_data["intent"]["name"]
        named = {entity["entity"] for entity in parse_data["entities"] or ()}
        if (intent and intent not in self._intents) or not named <= self._entities:
            super()._check_for_unseen_features(parse_data)

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """The next action, and the prediction behind it.

        Raises:
            ActionLimitReached: too many actions followed one message.
        """
        goes_on = self.should_predict_another_action(tracker.latest_action_name)
        if self.is_action_limit_reached(tracker, goes_on):
            raise ActionLimitReached("The limit of actions to predict has been reached.")
        prediction = self._predict_next_with_tracker(tracker)
        name = self.domain.action_names_or_texts[prediction.max_confidence_index]
        return self._get_action(name), prediction

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        key = key_of(tracker) if self._may_recall else None
        if key is None:
            return super()._predict_next_with_tracker(tracker)
        known = self._predictions.recall(key)
        if known is None:
            self._predictions.keep(key, super()._predict_next_with_tracker(tracker))
            known = self._predictions.recall(key)
            assert known is not None  # noqa: S101 - kept a line above
        return known

    def _get_action(self, action_name: str) -> Action:
        """Actions keep nothing of a turn, so that one of each will do."""
        if action_name not in self._actions:
            action = super()._get_action(action_name)
            if type(action) is RemoteAction:
                action = QuickAction(action_name, self.action_endpoint)
            self._actions[action_name] = action
        return self._actions[action_name]

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        given = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in given):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(given, self.domain)


def install() -> None:
    """Makes Rasa's agent of this process load its model with `QuickProcessor`."""
    events.install()
    rasa.core.agent.MessageProcessor = QuickProcessor

"""What every action does first: let the task that is going on have the message."""

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import task
from actions.turn import Turn
from store.errors import StoreBusy, StoreUnavailable

log = logging.getLogger(__name__)


class TopicAction(Action, ABC):
    """An action of one topic. Subclasses say in `respond` what they answer."""

    #: Whether a task that is going on may claim the message before this action.
    yields_to_task = True

    @abstractmethod
    def name(self) -> str:
        """The name in the domain."""

    @abstractmethod
    def respond(self, turn: Turn) -> None:
        """Answers the message."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answers one message; a failure is told, never silent."""
        turn = Turn(dispatcher, tracker)
        try:
            self._answer(turn)
        except StoreBusy:
            log.warning("%s: the store is busy", self.name())
            turn.say("busy", custom={"outcome": "gave_up"})
        except StoreUnavailable:
            # The gateway sends the message again until the database is back.
            log.warning("%s: the store is away", self.name())
            raise
        except Exception:
            # The traceback names code, not what the person wrote.
            log.exception("%s failed", self.name())
            turn.say("went_wrong", custom={"outcome": "gave_up"})
        return turn.events

    def _answer(self, turn: Turn) -> None:
        if self.yields_to_task and task.claims(turn):
            return
        open_task = turn.task
        self.respond(turn)
        if open_task is not None and turn.task is open_task:
            task.remind(turn)

"""The action that erases a conversation when its person asks for it."""

from rasa_sdk.events import AllSlotsReset, Restarted, SlotSet

from actions.base import TopicAction
from actions.turn import Turn
from store import erasure
from store.engine import session


class ActionErase(TopicAction):
    """Erases messages, numbers and proof of this conversation."""

    yields_to_task = False

    def name(self) -> str:
        """The name in the domain."""
        return "action_erase"

    def respond(self, turn: Turn) -> None:
        """Erases first, then says so; the language is kept."""
        with session() as db:
            erasure.erase_conversation(db, turn.conversation)
        turn.say("erased")
        turn.task = None
        turn.events = [Restarted(), AllSlotsReset(), SlotSet("language", turn.spoken)]

"""The actions that begin and end telling a person when their application moves on."""

from actions import status
from actions.base import TopicAction
from actions.turn import Turn
from store import subscriptions
from store.engine import session


class ActionSubscribe(TopicAction):
    """Subscribes a person to their application, after proof that it is theirs."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_subscribe"

    def respond(self, turn: Turn) -> None:
        """Subscribes at once when proof is fresh; else the way to the status leads to it."""
        status.start(turn, then=status.SUBSCRIBE)


class ActionUnsubscribe(TopicAction):
    """Ends all subscriptions of the conversation; nobody else's are in its reach."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_unsubscribe"

    def respond(self, turn: Turn) -> None:
        """Erases first, then says so."""
        with session() as db:
            erased = subscriptions.erase_conversation(db, turn.conversation)
        turn.say("unsubscribed" if erased else "not_subscribed")

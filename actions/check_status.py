"""The action that looks up an application; the way to it is `actions.status`."""

from actions import status
from actions.base import TopicAction
from actions.turn import Turn


class ActionCheckStatus(TopicAction):
    """Starts the way to an application's status, or shows it when proof is fresh."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_check_status"

    def respond(self, turn: Turn) -> None:
        """Shows the status, or asks for what is missing."""
        status.start(turn)

"""The actions around calculations; the form itself is `actions.calculation`."""

from actions import calculation, replies
from actions.base import TopicAction
from actions.rules import calculators, compute
from actions.turn import Turn


class ActionCalculate(TopicAction):
    """Starts a calculation, or goes on with the one that is open."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_calculate"

    def respond(self, turn: Turn) -> None:
        """Computes at once when the message gives all that is needed; else asks."""
        name = turn.entity("calculator") or turn.label.partition("/")[2]
        if name in calculators():
            calculation.start(turn, name)
        else:
            buttons = calculation.choose_buttons(turn, turn.entity("topic"))
            turn.say("choose_calculation", buttons=buttons)


class ActionChoose(TopicAction):
    """A button that names a value; it only means something to an open task."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_choose"

    def respond(self, turn: Turn) -> None:
        """Reached only when no task claims the button, as after it was finished."""
        turn.say("nothing_to_stop")


class ActionStop(TopicAction):
    """Leaves the open task."""

    yields_to_task = False

    def name(self) -> str:
        """The name in the domain."""
        return "action_stop"

    def respond(self, turn: Turn) -> None:
        """Forgets the task."""
        turn.say("stopped" if turn.task else "nothing_to_stop")
        turn.set_task(None)


class ActionShowSteps(TopicAction):
    """Shows how the last result was worked out."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_steps"

    def respond(self, turn: Turn) -> None:
        """Computes again, which gives the same, and says every step."""
        last = turn.last or {}
        if last.get("kind") != "calculation":
            turn.say("no_steps", buttons=calculation.choose_buttons(turn))
            return
        replies.say_steps(turn, compute(last["calculator"], last["values"], today=turn.today))


class ActionShowSource(TopicAction):
    """Names the source of the last answer or result."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_source"

    def respond(self, turn: Turn) -> None:
        """Says document, section and order."""
        last = turn.last or {}
        if last.get("kind") == "calculation":
            replies.say_sources(
                turn, compute(last["calculator"], last["values"], today=turn.today)
            )
        elif last.get("kind") == "faq":
            turn.utter(f"utter_source/{last['answer']}")
        elif last.get("kind") == "status":
            turn.say("status_source")
        else:
            turn.say("no_source")

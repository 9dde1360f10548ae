"""The actions around calculations; the form itself is `actions.calculation`."""

from actions import calculation, catalogue, following
from actions.base import TopicAction
from actions.cues import computes
from actions.requests import asks_for_encashment
from actions.turn import Turn


class ActionCalculate(TopicAction):
    """Starts a calculation, or goes on with the one that is open."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_calculate"

    def respond(self, turn: Turn) -> None:
        """Computes at once when the message gives all that is needed; else asks.

        Who asks "how much DA for six hours?" may want the rule or the sum. Where the sum cannot be
        said yet, the rule comes first.
        """
        name = turn.entity("calculator") or turn.label.partition("/")[2]
        if catalogue.exists(name):
            if _wants_rule(turn) and not calculation.answer_if_complete(turn, [name]):
                turn.utter(f"utter_faq/{turn.rule}")
                turn.set_last({"kind": "faq", "answer": turn.rule})
                if catalogue.needs_table(name) or calculation.gives_figures(turn, name):
                    calculation.start(turn, name)
            elif not _wants_rule(turn):
                calculation.start(turn, name)
        else:
            more = name == "more"
            buttons = catalogue.choose_buttons(turn, turn.entity("topic"), more=more)
            turn.say("choose_calculation", buttons=buttons, custom={"outcome": "asked"})


def _wants_rule(turn: Turn) -> bool:
    """Whether the rule is told first: not when a sum is plainly asked for, or a form is open."""
    return bool(turn.rule and not turn.is_button and not turn.task and not computes(turn.text))


class ActionRetirementBundle(TopicAction):
    """Says everything that retirement brings, in one answer."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_retirement_bundle"

    def respond(self, turn: Turn) -> None:
        """Asks for pay and service where they were not said, then answers."""
        if asks_for_encashment(turn.text) and not turn.entity("money"):
            button = catalogue.button(turn, catalogue.BUNDLE)
            turn.say("no_encashment", buttons=[button], helpline=turn.word("helpline"))
            return
        calculation.start(turn, catalogue.BUNDLE)


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
        """Says every step."""
        last = turn.last or {}
        if last.get("kind") != "calculation":
            turn.say("no_steps", buttons=catalogue.choose_buttons(turn))
            return
        following.last_answer(turn).say_steps(turn)


class ActionShowSource(TopicAction):
    """Names the source of the last answer or result."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_source"

    def respond(self, turn: Turn) -> None:
        """Says document, section and order."""
        last = turn.last or {}
        if last.get("kind") == "calculation":
            following.last_answer(turn).say_sources(turn)
        elif last.get("kind") == "faq":
            turn.utter(f"utter_source/{last['answer']}")
        elif last.get("kind") == "status":
            turn.say("status_source")
        else:
            turn.say("no_source")

"""Answers to questions about the rules; their words are responses of the domain."""

from actions import calculation, following, replies
from actions.base import TopicAction
from actions.cues import computes
from actions.forms import SingleAnswer
from actions.rules.figures import grouped
from actions.shares import say_shares
from actions.turn import Turn


class ActionAnswer(TopicAction):
    """Says the answer that the question, or a button, points to."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"

    def respond(self, turn: Turn) -> None:
        """Utters the response of the entry, with its source and related questions."""
        slug = turn.entity("answer") or turn.label.partition("/")[2]
        if not slug:
            refused = {"outcome": "refused"}
            turn.say("not_understood", helpline=turn.word("helpline"), custom=refused)
            return
        if calculation.answer_if_complete(turn, turn.calculators):
            # The sum first, then the rule it follows; "how?" and "print" mean the sum.
            turn.utter(f"utter_faq/{slug}")
            return
        if turn.calculators and computes(turn.text):
            calculation.start(turn, turn.calculators[0])
            return
        turn.utter(f"utter_faq/{slug}")
        say_shares(turn, turn.worked)
        turn.set_last({"kind": "faq", "answer": slug})


class ActionRepeat(TopicAction):
    """Says the last answer again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_repeat"

    def respond(self, turn: Turn) -> None:
        """Utters the last answer, or the last result."""
        last = turn.last or {}
        if last.get("kind") == "faq":
            turn.utter(f"utter_faq/{last['answer']}")
        elif last.get("kind") == "calculation":
            calculation.show(turn, last["calculator"], last["values"])
        else:
            turn.say("nothing_to_repeat")


class ActionBrief(TopicAction):
    """Says the last answer in short."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_brief"

    def respond(self, turn: Turn) -> None:
        """Utters the first sentence of the last answer with its source, or the last sums."""
        last = turn.last or {}
        if last.get("kind") == "faq":
            turn.utter(f"utter_brief/{last['answer']}")
        elif last.get("kind") == "calculation":
            _say_result_in_short(turn)
        else:
            turn.say("nothing_to_repeat")


class ActionDetail(TopicAction):
    """Says all about the last answer."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_detail"

    def respond(self, turn: Turn) -> None:
        """Utters the last answer with its orders and all related questions, or every step."""
        last = turn.last or {}
        if last.get("kind") == "faq":
            turn.utter(f"utter_detail/{last['answer']}")
        elif last.get("kind") == "calculation":
            following.last_answer(turn).say_steps(turn)
        else:
            turn.say("nothing_to_repeat")


def _say_result_in_short(turn: Turn) -> None:
    answer = following.last_answer(turn)
    if isinstance(answer, SingleAnswer):
        summary = answer.outcome.summary[turn.language]
        turn.say({turn.language: f"{summary}\n{replies.source_line(turn, answer.outcome)}"})
        return
    sums = [f"{title[turn.language]}: ₹{grouped(amount)}" for title, amount in answer.sums]
    turn.say({turn.language: "\n".join(sums)})
    answer.say_sources(turn)

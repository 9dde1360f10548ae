"""The task that is being asked for step by step: a calculation, or proof for a status.

The slot `task` holds `{"kind": "calculation" | "status" | "callback", ...}`. Every message goes
first to the open task, which claims it when it answers what was asked; anything else is answered
as usual, and the person is then reminded of the open question.
"""

from actions import calculation, following, handoff, status
from actions.turn import Turn

HANDLERS = {"calculation": calculation, "callback": handoff, "status": status}


def claims(turn: Turn) -> bool:
    """Lets the open task, or a follow-up to the last calculation, answer the message.

    Returns:
        True when the message has been answered.
    """
    if handoff.choose(turn):
        return True
    if turn.task is None:
        return following.follow_up(turn)
    return HANDLERS[turn.task["kind"]].proceed(turn)


def remind(turn: Turn) -> None:
    """After another question was answered, asks the open one again."""
    if turn.task is not None:
        HANDLERS[turn.task["kind"]].remind(turn)

"""What can be worked out in a conversation, by name, and the buttons that offer it."""

from actions import replies
from actions.bundle import NAME as BUNDLE, RetirementForm
from actions.forms import CalculatorForm, Form
from actions.requests import calculators_of, topics
from actions.rules import calculators
from actions.turn import Button, Turn

__all__ = ["BUNDLE", "button", "choose_buttons", "exists", "form_of", "needs_table", "title_of"]


def exists(name: str) -> bool:
    """Whether there is a calculation of this name."""
    return name == BUNDLE or name in calculators()


def form_of(name: str) -> Form:
    """What is asked for a calculation, and how it is answered."""
    return RetirementForm() if name == BUNDLE else CalculatorForm(name)


def title_of(name: str, language: str) -> str:
    """A calculation's title, for a button."""
    return form_of(name).title[language]


def needs_table(name: str) -> bool:
    """Whether it cannot be asked for in a chat, because a list decides it."""
    return name in calculators() and calculators()[name].needs_table


def choose_buttons(turn: Turn, topic: str | None = None, *, more: bool = False) -> list[Button]:
    """A button for each topic; or for the calculations of one, most asked first.

    Those that a chat cannot take come last.

    Args:
        turn: the message.
        topic: whose calculations to offer.
        more: offer those that found no room among the first.
    """
    names = sorted(calculators_of(topic or ""), key=needs_table)
    if not names:
        return [
            _topic_button("any", one, turn.word(f"title_calculators_{one}")) for one in topics()
        ]
    room = replies.MOST_BUTTONS
    if len(names) <= room:
        return [button(turn, name) for name in names]
    if more:
        return [button(turn, name) for name in names[room - 1 :]]
    first = [button(turn, name) for name in names[: room - 1]]
    return [*first, _topic_button("more", str(topic), turn.word("title_more"))]


def button(turn: Turn, name: str) -> Button:
    """A button that starts a calculation."""
    return replies.calculator_button(turn, name, title_of(name, turn.language))


def _topic_button(kind: str, topic: str, title: str) -> Button:
    # The gateway admits a topic only beside a calculator; `kind` is the name of none.
    return {
        "title": title,
        "payload": f'/calculate{{"calculator": "{kind}", "topic": "{topic}"}}',
    }

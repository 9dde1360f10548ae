"""Reads a calculator's inputs out of a message, from the entities that the NLU found.

Several values may stand in one message; each goes to the input that fits its kind best: one whose
cue words stand beside it, the one just asked, one still missing, and last one given before, which
is then a correction. How choices, facts and figures are read is in `actions.reading`.
"""

from collections.abc import Sequence
from typing import Any

from actions.reading.choices import match_choice, read_choices
from actions.reading.facts import read_facts, read_nothing
from actions.reading.mentions import Mentions
from actions.reading.message import Entity, Message, Values
from actions.reading.placing import place_figures
from actions.rules.inputs import Input
from actions.rules.reading import with_defaults

__all__ = ["Entity", "Message", "Values", "match_choice", "read_values"]

LONGEST_NAME = 4  # words of a free answer, such as a city
MOST_PASSES = 3


def read_values(
    message: Message, inputs: Sequence[Input], known: Values, asked: str | None
) -> dict[str, Any]:
    """The raw values that the message gives, by input; they still have to be checked.

    Args:
        message: the message.
        inputs: all inputs of the calculator, in the order of asking.
        known: values given before.
        asked: the input that was asked for last, if any.
    """
    mentions = Mentions(message, inputs)
    found = read_choices(message, mentions, inputs, asked)
    found |= read_facts(message, mentions, inputs, asked)
    found |= _read_figures(message, mentions, inputs, {**known, **found}, known, asked)
    values = with_defaults(inputs, {**known, **found})
    found |= read_nothing(mentions, inputs, values, {**known, **found})
    if asked and asked not in found:
        found |= _read_text(message, inputs, asked)
    return _allowed(found, inputs, known)


def _allowed(found: Values, inputs: Sequence[Input], known: Values) -> dict[str, Any]:
    """The values without those that the others rule out: they would only be refused."""
    values = with_defaults(inputs, {**known, **found})
    ruled_out = {
        field.name
        for field in inputs
        if field.name in found
        and not field.allowed_when.holds(values)
        and all(
            values[test.field] is not None
            for group in field.allowed_when.alternatives
            for test in group
        )
    }
    return {name: value for name, value in found.items() if name not in ruled_out}


def _read_figures(
    message: Message,
    mentions: Mentions,
    inputs: Sequence[Input],
    given: Values,
    known: Values,
    asked: str | None,
) -> dict[str, Any]:
    """Places the figures; one of them may decide which inputs the others are wanted for."""
    placed: dict[str, Any] = {}
    for _ in range(MOST_PASSES):
        values = with_defaults(inputs, {**given, **placed})
        again = place_figures(message, mentions, inputs, values, known=known, asked=asked)
        if again == placed:
            break
        placed = again
    return placed


def _read_text(message: Message, inputs: Sequence[Input], asked: str) -> dict[str, str]:
    field = next((f for f in inputs if f.name == asked), None)
    text = message.text.strip()
    is_name = not text.startswith("/") and len(text.split()) <= LONGEST_NAME
    return {field.name: text} if field and field.kind == "text" and is_name else {}

"""Yes and no: answers to the question just asked, and what a message states by itself."""

from collections.abc import Sequence
from typing import Any

from actions.reading.denial import closes
from actions.reading.mentions import Mentions
from actions.reading.message import Message, Values
from actions.reading.word_lists import listed
from actions.rules.inputs import Input

_SHORT_ANSWER = 5  # words


def read_facts(
    message: Message, mentions: Mentions, inputs: Sequence[Input], asked: str | None
) -> dict[str, bool]:
    """What the message says yes or no to, by input."""
    found: dict[str, bool] = {}
    for field in inputs:
        if field.kind != "boolean":
            continue
        stated = mentions.of(field)
        if stated:
            found[field.name] = all(map(mentions.states, stated))
        elif field.name == asked and (said := _yes_or_no(message, mentions)) is not None:
            found[field.name] = said
    return found


def _yes_or_no(message: Message, mentions: Mentions) -> bool | None:
    said = next((e["value"] for e in message.entities if e["entity"] == "yes_no"), None)
    if said is None and message.intent in ("affirm", "deny"):
        return message.intent == "affirm"
    if said is not None:
        return {"yes": True, "no": False, True: True, False: False}.get(said)
    is_short = len(mentions.keys) <= _SHORT_ANSWER and not mentions.figures
    states = is_short and not listed("states").isdisjoint(mentions.keys)
    return not mentions.denies_anywhere() if states else None


def read_nothing(
    mentions: Mentions, inputs: Sequence[Input], values: Values, found: Values
) -> dict[str, Any]:
    """Zero where the message says that there is none: "koi bakaya nahi", "nothing else".

    Args:
        mentions: where the message names inputs.
        inputs: the inputs that may be filled.
        values: defaults and all values, which decide what is wanted.
        found: what the message gave already.
    """
    nothing: dict[str, Any] = {}
    is_closed = closes(mentions.keys)
    for field in inputs:
        is_wanted = field.needed(values) or field.asked_when.holds(values)
        if field.name in found or not is_wanted:
            continue
        is_sum = field.kind in ("integer", "number") and (field.minimum or 0) <= 0
        says_none = not all(map(mentions.states, mentions.of(field)))
        if is_sum and says_none:
            nothing[field.name] = 0
        elif is_closed and field.default is not None and not field.needed(values):
            nothing[field.name] = field.default
    return nothing

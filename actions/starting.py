"""Starts a calculation: by its name, or by a short message that names it and nothing else."""

from typing import Any

from actions import earlier
from actions.asking import note, open_form
from actions.bundle import OWNERS, PARTS as BUNDLE_PARTS
from actions.catalogue import BUNDLE, choose_buttons, form_of, needs_table, title_of
from actions.requests import Request, read_request
from actions.rules import calculators
from actions.turn import Turn
from actions.understanding import Message, read_values


def start(turn: Turn, name: str) -> None:
    """Computes at once when all that is needed was said now or before; else asks."""
    if needs_table(name):
        turn.say("needs_a_table", title=title_of(name, turn.language))
        return
    taken = _taken_over(turn, name)
    open_form(turn, name, taken, taken=list(taken))
    # What was taken over is no reason to read a figure as something else.
    note(turn, read_values(message_of(turn), form_of(name).inputs, {}, None))


def start_named(turn: Turn) -> bool:
    """Starts what a short message names and nothing else: "aur gratuity kitni?", "GPF ka hisab".

    Returns:
        True when a calculation was started or a choice offered.
    """
    request = None if turn.is_button else read_request(turn.text, turn.entities)
    if request is None:
        return False
    name = _named(turn, request)
    if name is not None and name != (turn.task or {}).get("calculator"):
        start(turn, name)
        return True
    if name is None and request.topics and request.computes:
        turn.say("choose_calculation", buttons=choose_buttons(turn, request.topics[0]))
        return True
    return False


def message_of(turn: Turn) -> Message:
    """The message as values are read from it."""
    return Message(turn.text, turn.entities, turn.intent)


def _taken_over(turn: Turn, name: str) -> dict[str, Any]:
    """What was said for calculations before; the same one typed again begins anew."""
    after_bundle = (turn.last or {}).get("calculator") == BUNDLE
    if name != BUNDLE:
        return earlier.taken_over(turn, name, again=turn.is_button and after_bundle)
    found: dict[str, Any] = {}
    for field, owner in () if after_bundle else OWNERS.items():
        offered = earlier.taken_over(turn, owner, again=True)
        found |= {field: offered[field]} if field in offered else {}
    return found


def _named(turn: Turn, request: Request) -> str | None:
    """The one calculation that a request means, if it means one."""
    follows = bool(earlier.worked_out(turn)) and request.tones & {"joining", "quantity"}
    named = set(request.calculators)
    parts = named | ({"pension"} & set(request.topics))
    if len(parts) > 1 and parts <= BUNDLE_PARTS:
        return BUNDLE
    if len(named) > 1:
        named &= set(earlier.leads_to(turn))
    if len(named) == 1:
        return named.pop() if follows or request.computes else None
    # "Meri pension" is the pension; "pension" may be commutation or gratuity, too.
    topic = next(iter(request.topics), "")
    is_meant = follows or (request.computes and "own" in request.tones)
    return topic if topic in calculators() and not request.calculators and is_meant else None

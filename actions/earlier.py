"""What was worked out earlier in this conversation, for calculations that follow.

It stands in the slot `last`, which goes when the conversation is erased: the newest first of what
is shown again, then, under `earlier`, the last few calculators with the values given to each.
Lists, which may name people, and free text are not kept there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.rules import calculators
from actions.rules.carry import NEVER_CARRIED, carry
from actions.turn import Turn

MOST = 6  # calculations kept

Worked = tuple[str, Mapping[str, Any]]


def remember(
    turn: Turn,
    name: str,
    values: Mapping[str, Any],
    *,
    parts: Sequence[Worked],
    unasked: Sequence[str] = (),
) -> None:
    """Makes a result the last one, to be explained, printed, changed and built on.

    Args:
        turn: the message it answers.
        name: the calculation.
        values: what it was worked out from.
        parts: the calculators in it, each with the values that the person gave for it.
        unasked: inputs that could still be given.
    """
    kept = [worked for worked in worked_out(turn) if worked[0] not in {p[0] for p in parts}]
    kept += [(one, _without_names(one, given)) for one, given in parts]
    turn.set_last(
        {
            "kind": "calculation",
            "calculator": name,
            "values": dict(values),
            "on": turn.today.isoformat(),
            "unasked": list(unasked),
            "earlier": [list(worked) for worked in kept[-MOST:]],
        }
    )


def worked_out(turn: Turn) -> list[Worked]:
    """The calculators worked out so far with their values, oldest first."""
    return [(name, values) for name, values in (turn.last or {}).get("earlier") or ()]


def taken_over(turn: Turn, name: str, *, again: bool = False) -> dict[str, Any]:
    """What a calculator can take from those before; from itself only when it is asked `again`."""
    past = [worked for worked in worked_out(turn) if again or worked[0] != name]
    return carry(name, past, today=turn.today)


def leads_to(turn: Turn) -> list[str]:
    """The calculators that go with the newest one: asked after it, or of its topic."""
    for name, _ in worked_out(turn)[-1:]:
        newest = calculators()[name]
        beside = [one for one, other in calculators().items() if other.topic == newest.topic]
        return [*newest.next, *beside]
    return []


def _without_names(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    rows = {row.name: row for row in calculators()[name].inputs}
    return {
        field: value
        for field, value in values.items()
        if value is not None and rows[field].kind not in NEVER_CARRIED
    }

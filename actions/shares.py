"""Works out the part of a reader's own sum that a rule speaks of: "half of your ₹52,000".

Only where the message names one sum; what the sum is, only the person knows, so the line says
which sum was taken.
"""

from fractions import Fraction
from typing import Any

from actions.rules.figures import written_number
from actions.rules.rounding import nearest
from actions.turn import Turn

LEAST_SUM = 1_000  # smaller numbers are days, levels and percentages


def say_shares(turn: Turn, worked: list[dict[str, Any]]) -> None:
    """Says each share of the one sum in the message; nothing where there is none, or two.

    Args:
        turn: the message.
        worked: `{"times": "1/2", "of": {"hi": …, "en": …}}` for each share, from the answer.
    """
    sums = _sums(turn)
    if not worked or len(sums) != 1:
        return
    given = sums.pop()
    shares = [
        f"{share['of'][turn.language]} = {_rupees(given * Fraction(share['times']))}"
        for share in worked
    ]
    turn.say("shares", given=written_number(given), shares="; ".join(shares))


def _rupees(amount: Fraction) -> str:
    return f"₹{written_number(nearest(amount))}"


def _sums(turn: Turn) -> set[int]:
    """The different sums of money in the message, in whole rupees."""
    return {
        int(entity["value"])
        for entity in turn.entities
        if entity.get("entity") in ("money", "number")
        and isinstance(entity.get("value"), int | float)
        and entity["value"] >= LEAST_SUM
    }

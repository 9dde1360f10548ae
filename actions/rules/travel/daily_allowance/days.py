"""Days of full, half and no allowance at one place."""

from dataclasses import dataclass
from fractions import Fraction

from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import nearest


@dataclass(frozen=True)
class Days:
    """How many days are paid in full, by half, and not at all."""

    full: int
    half: int
    unpaid: int


def count_days(given: Given, figures: InForce) -> Days:
    """The first days in full; with an exemption more of them, and then some by half."""
    limits = figures[f"travel.stay_days.{given.exemption}"]
    full = min(given.days, limits["full"])
    half = min(given.days - full, limits["half"])
    return Days(full, half, given.days - full - half)


def sum_of(days: Days, daily: int) -> int:
    """Rupees for the days at one rate a day, to the nearest rupee."""
    return nearest(daily * (days.full + Fraction(days.half, 2)))

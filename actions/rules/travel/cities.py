"""Class of a city for the daily allowance, by any of its names."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from actions.rules import parameters
from actions.rules.choices import fold
from actions.rules.parameters import InForce

CITIES = "travel.cities"
ELSEWHERE = "ordinary"


@cache
def _classes(since: date) -> Mapping[str, str]:
    """Folded name → class, by the list in force since a day."""
    names = parameters.fetch(CITIES).row(since)[1]
    return {fold(name): code for code, listed in names.items() for name in listed}


def class_of(name: str, figures: InForce) -> str:
    """The class `a` or `b`, or `ordinary` for a name that is in neither list."""
    since, _ = parameters.fetch(CITIES).row(figures.on, field=figures.field)
    return _classes(since).get(fold(name), ELSEWHERE)

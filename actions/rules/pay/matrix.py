"""The pay matrix of 01-01-2016: levels, their cells (rupees a month), and search in them."""

from collections.abc import Sequence

from actions.rules.parameters import InForce


def cells(level: str, figures: InForce) -> Sequence[int]:
    """The cells of a level, lowest first."""
    found: Sequence[int] = figures["pay.matrix"][level]
    return found


def rank(level: str, figures: InForce) -> int:
    """Place of a level, counted from the lowest; 13A stands between 13 and 14."""
    return list(figures["pay.matrix"]).index(level)


def fit(amount: int, level: str, figures: InForce) -> int | None:
    """Index of the cell that equals the amount or is next above it; None above the last cell."""
    row = cells(level, figures)
    return next((place for place, cell in enumerate(row) if cell >= amount), None)

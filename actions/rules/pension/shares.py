"""Divides a sum among people: fractions dropped, odd rupees one each to the first listed."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypedDict

from actions.rules.figures import grouped
from actions.rules.rounding import down


class Share(TypedDict):
    """One person's part of a sum, in rupees."""

    name: str
    amount: int


def divide(amount: int, names: Sequence[str], weights: Sequence[int]) -> list[Share]:
    """Splits an amount by weights; the parts add up to the amount.

    >>> divide(100, ["A", "B", "C"], [1, 1, 1])
    [{'name': 'A', 'amount': 34}, {'name': 'B', 'amount': 33}, {'name': 'C', 'amount': 33}]
    """
    total = sum(weights)
    parts = [down(Fraction(amount * weight, total)) for weight in weights]
    odd = amount - sum(parts)
    return [
        {"name": name, "amount": part + (1 if place < odd else 0)}
        for place, (name, part) in enumerate(zip(names, parts, strict=True))
    ]


def written(shares: Sequence[Share]) -> list[str]:
    """The shares as people read them."""
    return [f"{share['name']} ₹{grouped(share['amount'])}" for share in shares]

"""Rows of the travel tables by pay level: a row holds from its own level upwards."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from actions.rules import parameters


@cache
def _order() -> tuple[str, ...]:
    """All levels, lowest first; 13A stands between 13 and 14."""
    return tuple(parameters.fetch("pay.levels").latest()[1])


def is_at_least(level: str, floor: str) -> bool:
    """Whether a level is the given one or a higher.

    >>> is_at_least("13a", "13"), is_at_least("9", "10")
    (True, False)
    """
    order = _order()
    return order.index(level) >= order.index(floor)


def row_for(level: str, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The first row whose level (`from`) is not above this one.

    Args:
        level: pay level.
        rows: rows of a table, from the highest level down; the last begins at the lowest level.
    """
    return next(row for row in rows if is_at_least(level, row["from"]))

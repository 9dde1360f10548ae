"""What a length of time is counted in for an input, and turning it into that."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from actions.reading.message import Values
from actions.rules.conditions import Condition, read_condition
from actions.rules.inputs import Input

_FILE = Path(__file__).with_name("reading.yml")
_HOURS_OF_A_DAY, _DAYS_OF_A_MONTH, _MONTHS_OF_A_YEAR = 24, 30, 12


class Length(NamedTuple):
    """An amount in the unit wanted; `exact` when it was said in that unit."""

    amount: int
    exact: bool


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


@cache
def _by_answer() -> dict[str, list[tuple[str, Condition]]]:
    return {
        field: [(unit, read_condition(when)) for unit, when in units.items()]
        for field, units in _content()["units"].items()
    }


def is_ordinal(field: Input) -> bool:
    """Whether an input is the place in an order, such as the second child."""
    return field.name in _content()["ordinals"]


def unit_of(field: Input, values: Values) -> str:
    """The unit of an input in the light of the other values; empty when it has none."""
    if field.unit:
        return field.unit
    units = _by_answer().get(field.name, ())
    return next((unit for unit, when in units if when.holds(values)), "")


def in_unit(said: Mapping[str, Any], unit: str) -> Length | None:
    """A length of time in years, months, days or hours, or None when it does not come out whole.

    A month is counted as 30 days, as leave and custody are; months over a full year are left to
    the input that takes them.

    >>> in_unit({"years": 0, "months": 6, "days": 0, "hours": 0}, "days")
    Length(amount=180, exact=False)
    """
    years, months, days, hours = (
        int(said.get(u) or 0) for u in ("years", "months", "days", "hours")
    )
    total_months = years * _MONTHS_OF_A_YEAR + months
    total_days = total_months * _DAYS_OF_A_MONTH + days
    if unit == "years" and total_months and not hours:
        return Length(years, exact=True)
    if unit == "months" and total_months and not (days or hours):
        return Length(total_months, exact=not years)
    if unit == "days" and total_days and not hours:
        return Length(total_days, exact=not total_months)
    if unit == "hours" and (total_days or hours):
        return Length(total_days * _HOURS_OF_A_DAY + hours, exact=not total_days)
    return None

"""Values of a calculator's inputs in words, to confirm what was understood or taken over."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions.rules import figures
from actions.rules.inputs import Input
from actions.wording import phrases, wording

YEARS, MONTHS = "_years", "_months"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


def shown(value: Any, field: Input, language: str) -> str:
    """A value as people write it.

    >>> from actions.rules import calculators
    >>> shown(56100, calculators()["pension"].input("last_pay"), "en")
    '₹56,100'
    """
    if isinstance(value, bool):
        return wording("title_yes" if value else "title_no", language)
    if field.kind == "choice":
        return next((c.title[language] for c in field.choices if c.code == value), str(value))
    if field.kind == "date":
        return figures.written_day(date.fromisoformat(value))
    if not isinstance(value, int | float):
        return str(value)
    if field.unit == "rupees":
        return f"₹{figures.written_number(value)}"
    if field.unit == "percent":
        return f"{figures.written_number(value)}%"
    number = figures.written_number(value)
    unit = f"unit_{field.unit}"
    return wording(unit, language, n=number) if unit in phrases() else number


def told(
    values: Mapping[str, Any], inputs: Sequence[Input], language: str, *, titled: bool = True
) -> str:
    """Values in words, in the order of the inputs; odd months stand with their years.

    >>> from actions.rules import calculators
    >>> inputs = calculators()["pension"].inputs
    >>> told({"service_years": 33, "service_months": 4}, inputs, "en")
    'Qualifying service 33 years 4 months'
    """
    parts = []
    for field in inputs:
        value = values.get(field.name)
        if value is None or isinstance(value, list) or _goes_with_years(field, values):
            continue
        said = shown(value, field, language)
        months = field.name.removesuffix(YEARS) + MONTHS
        if field.name.endswith(YEARS) and values.get(months):
            row = next(other for other in inputs if other.name == months)
            said += f" {shown(values[months], row, language)}"
        mark = " " if field.kind in ("integer", "number") else ": "
        parts.append(f"{label(field, language)}{mark}{said}" if titled else said)
    return ", ".join(parts)


def label(field: Input, language: str) -> str:
    """An input's title without the unit in brackets, which the value shows."""
    title = field.title[language]
    return _IN_BRACKETS.sub("", title) if field.unit else title


def _goes_with_years(field: Input, values: Mapping[str, Any]) -> bool:
    years = field.name.removesuffix(MONTHS) + YEARS
    return field.name.endswith(MONTHS) and values.get(years) is not None

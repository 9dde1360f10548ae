"""Dated figures of the orders, `<topic>/parameters/*.yaml`, looked up by the day that matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from actions.rules.dates import add_days
from actions.rules.errors import ParameterNotInForce
from actions.rules.yaml_files import RULES, read_yaml


@dataclass(frozen=True)
class Parameter:
    """One figure (or small table) with its history and the order behind it.

    Attributes:
        name: `<topic>.<file name>`.
        description: what it is, both languages.
        unit: rupees, percent, years, months, days, table, names.
        period: once, month, year.
        reference: `document`, `section` {hi, en}, and `order`, `date` where the source has them.
        checked_on: when someone last compared it with the source.
        note: how the source reads, what was corrected, from when the first row stands.
        rows: (first day, value) in date order; a value of None is a repeal.
    """

    name: str
    description: Mapping[str, str]
    unit: str
    period: str
    reference: Mapping[str, Any]
    checked_on: date
    note: str
    rows: tuple[tuple[date, Any], ...]

    def row(self, on: date, *, field: str = "as_of") -> tuple[date, Any]:
        """The row in force on a day: its first day and its value.

        Raises:
            ParameterNotInForce: no row has begun by then, or the figure was repealed.
        """
        for since, value in reversed(self.rows):
            if since <= on:
                if value is None:
                    break
                return since, value
        known = min((since for since, value in self.rows if value is not None), default=None)
        raise ParameterNotInForce(self.name, on, known, field=field)

    def last_day(self, on: date) -> date | None:
        """The last day of the row in force on a day where it was repealed after; else None."""
        after = next(((since, value) for since, value in self.rows if since > on), None)
        return add_days(after[0], -1) if after is not None and after[1] is None else None

    def latest(self) -> tuple[date, Any]:
        """The newest row: its first day and its value."""
        return self.rows[-1]


class InForce:
    """The figures in force on one day: `figures["sects.annual_limit"]` is the plain value.

    `used` are the names of those that were looked up, in order.
    """

    def __init__(self, on: date, field: str) -> None:
        """Remembers the day and the input field it came from, for the error message."""
        self.on = on
        self.field = field
        self.used: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter, or an entry of a table: `topic.name` or `topic.name.key`."""
        parameter, keys = _locate(name)
        self.used[parameter.name] = None
        value = parameter.row(self.on, field=self.field)[1]
        for key in keys:
            # A table of ages or percents has numbers for its keys.
            value = value[key] if key in value else value[int(key)]
        return value


def at(on: date, *, field: str = "as_of") -> InForce:
    """The figures in force on a day.

    Args:
        on: day whose orders apply.
        field: the input that gave this day; named when a figure is not known for it.

    >>> at(date(2024, 1, 1))["sects.annual_limit"]
    500000
    """
    return InForce(on, field)


@cache
def _locate(name: str) -> tuple[Parameter, tuple[str, ...]]:
    topic, stem, *keys = name.split(".")
    return fetch(f"{topic}.{stem}"), tuple(keys)


@cache
def fetch(name: str) -> Parameter:
    """One parameter by name.

    Raises:
        KeyError: there is no such file.
    """
    topic, _, stem = name.partition(".")
    path = RULES / topic / "parameters" / f"{stem}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return read_parameter(name, path)


def read_parameter(name: str, path: Path) -> Parameter:
    """Reads one file; `actions.rules.lint` says what a good one holds."""
    content = read_yaml(path)
    rows = tuple((since, row["value"]) for since, row in content["values"].items())
    return Parameter(
        name=name,
        description=content["description"],
        unit=content["unit"],
        period=content["period"],
        reference=content["reference"],
        checked_on=content["checked_on"],
        note=content.get("note", ""),
        rows=rows,
    )


def names() -> list[str]:
    """Names of all parameters, sorted."""
    paths = RULES.glob("*/parameters/*.yaml")
    return sorted(f"{path.parent.parent.name}.{path.stem}" for path in paths)

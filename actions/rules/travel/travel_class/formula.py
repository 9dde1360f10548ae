"""Class of travel on duty: Clerk Handbook, chapter 12, A 2."""

from collections.abc import Mapping
from typing import Any

from actions.rules import parameters
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.travel.levels import row_for

NO_CLASS = "none"


def compute(given: Given) -> Finding:
    """The class by air, rail, premium train and bus; abroad by air only."""
    figures = parameters.at(given.as_of)
    row = row_for(given.level, figures["travel.classes"])
    result: dict[str, object] = {
        "air_class": row["abroad"] if given.abroad else _air(given, row),
        "rail_class": None if given.abroad else row["rail"],
        "premium_train_class": None if given.abroad else row["premium"],
        "bus_class": None if given.abroad else row["bus"],
    }
    return Finding(
        result=result,
        steps=_steps(given, row),
        summary=line("abroad_by" if given.abroad else "at_home_by"),
        figures=figures,
        warnings=_warnings(given, row),
    )


def _air(given: Given, row: Mapping[str, Any]) -> str:
    """Some levels fly only beyond a distance."""
    over = row.get("air_over_km")
    return str(row["air"]) if over is None or given.distance_km > over else NO_CLASS


def _steps(given: Given, row: Mapping[str, Any]) -> list[Line]:
    if given.abroad:
        return [line("abroad")]
    steps = [line("rail"), line("bus")]
    if "air_over_km" in row:
        flies = _air(given, row) != NO_CLASS
        return [*steps, line("far_enough" if flies else "too_near", over=row["air_over_km"])]
    return [*steps, line("air")]


def _warnings(given: Given, row: Mapping[str, Any]) -> list[Line]:
    if given.abroad:
        return []
    warnings = [line("bus_needs_approval")]
    if row["air"] == "executive":
        warnings.append(line("rail_follows"))
    if row["rail"] == "first_or_ac_three_tier":
        warnings.append(line("chair_car"))
    return warnings

"""Validates a whole form: every field, then how the fields go together.

All problems are collected, so that the one refused is the first in the order of the inputs table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from actions.rules.conditions import UNUSABLE
from actions.rules.errors import InputError, problem
from actions.rules.inputs import Input
from actions.rules.kinds import parse

Given = SimpleNamespace
Check = Callable[[Given], Iterable[InputError]]


def read(
    rows: Sequence[Input], raw: Mapping[str, object], check: Check | None, *, today: date
) -> Given:
    """Reads a form, defaults filled in.

    Args:
        rows: the inputs table, `as_of` last.
        raw: field → raw value; null is "not given".
        check: the calculator's own test of how fields go together, if it has one.
        today: default of `as_of`.

    Raises:
        InputError: for the first bad field in table order; unknown names come last.
    """
    given, problems = collect(rows, raw, check, today=today)
    if problems:
        order = {row.name: position for position, row in enumerate(rows)}
        raise min(problems, key=lambda error: order.get(error.field, len(order)))
    return given


def collect(
    rows: Sequence[Input], raw: Mapping[str, object], check: Check | None, *, today: date
) -> tuple[Given, list[InputError]]:
    """The values and every problem; a bad value is None for `check` and unusable to conditions."""
    problems: list[InputError] = []
    values = _read_fields(rows, raw, problems, today)
    for row in rows:
        value = values[row.name]
        if value is None:
            if row.required != "never" and row.needed(values):
                problems.append(problem(row.name, "missing", row.title))
        elif row.is_bound and value is not UNUSABLE:
            problems.extend(_relations(row, rows, values, raw))
    if problems:
        usable = {name: None if v is UNUSABLE else v for name, v in values.items()}
    else:
        usable = values
    given = Given(**usable)
    if check is not None:
        problems.extend(check(given))
    names = {row.name for row in rows}
    title = {"hi": "अज्ञात", "en": "Unknown"}
    problems.extend(problem(str(n), "unknown_field", title) for n in raw if n not in names)
    return given, problems


def with_defaults(rows: Sequence[Input], raw: Mapping[str, object]) -> dict[str, object]:
    """Raw values with the plain defaults filled in: what conditions are tested on."""
    return {row.name: row.default for row in rows} | {
        k: v for k, v in raw.items() if v is not None
    }


def _read_fields(
    rows: Sequence[Input], raw: Mapping[str, object], problems: list[InputError], today: date
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for row in rows:
        value = raw.get(row.name)
        values[row.name] = row.default
        if value is not None:
            try:
                values[row.name] = parse(row, value)
            except InputError as error:
                problems.append(error)
                values[row.name] = UNUSABLE
    if values["as_of"] is None:
        values["as_of"] = today
    for row in rows:
        if row.default_from and values[row.name] is None:
            values[row.name] = values[row.default_from]
    return values


def _relations(
    row: Input, rows: Sequence[Input], values: Mapping[str, Any], raw: Mapping[str, object]
) -> Iterable[InputError]:
    """How a value that is given goes with the others: allowed, complete, order of dates."""
    value = values[row.name]

    def title(field: str) -> Mapping[str, str]:
        return next(other.title for other in rows if other.name == field)

    told = raw.get(row.name) is not None and value != row.default
    if told and not row.allowed_when.holds(values):
        yield problem(row.name, "not_applicable", row.title)
    if row.needs and values[row.needs] is None:
        yield problem(row.name, "needs_other", row.title, other=title(row.needs))
    if row.not_before and _is_day(limit := values[row.not_before]) and value < limit:
        yield problem(row.name, "too_early", row.title, other=title(row.not_before))
    if row.not_after and _is_day(limit := values[row.not_after]) and value > limit:
        yield problem(row.name, "too_late", row.title, other=title(row.not_after))


def _is_day(value: object) -> bool:
    return isinstance(value, date)

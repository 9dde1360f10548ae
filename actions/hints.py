"""What a channel with a screen can make of a reply beside its text: a keyboard, a table.

The text says all of it, too: other channels need nothing from here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions.rules import calculators
from actions.rules.figures import written_day
from actions.rules.inputs import Input
from actions.rules.sects.district_registration.formula import table_rows
from actions.wording import both, wording

Cell = int | Mapping[str, str]
REGISTRATIONS = "district_registration"
KINDS = {"date": "date", "integer": "integer", "number": "decimal"}


def input_of(field: Input, *, is_wrong: bool = False) -> dict[str, Any]:
    """`{"input": {"type": ..., "invalid"?}}` for a question; nothing where words are the answer.

    Args:
        field: what is asked for.
        is_wrong: whether the value given before was refused.
    """
    kind = "money" if field.unit == "rupees" else KINDS.get(field.kind)
    if kind is None:
        return {}
    return {"input": {"type": kind, **({"invalid": True} if is_wrong else {})}}


def table_of(name: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """`{"table": ...}` of a calculator's result that stands among others; else nothing."""
    if name != REGISTRATIONS:
        return {}
    district = result["district"]
    rows_are = "group" if district != "all" else "district"
    named = {choice.code: choice.title for choice in calculators()[name].input(rows_are).choices}
    titles = {
        choice.code: choice.title for choice in calculators()[name].input("district").choices
    }
    columns = ("table_submitted", "table_approved", "table_pending")
    rows: list[list[Cell]] = [[named[row], *counts] for row, *counts in table_rows(district)]
    day = written_day(date.fromisoformat(result["status_date"]))
    caption = {
        language: wording("table_registrations", language, district=title, day=day)
        for language, title in titles[district].items()
    }
    first = both(f"table_{rows_are}")
    return {"table": _table(caption, [first, *map(both, columns)], rows, chart=True)}


def sums_table(sums: Sequence[tuple[Mapping[str, str], int]]) -> dict[str, Any]:
    """`{"table": ...}` of several sums in rupees, each with what it is."""
    rows: list[list[Cell]] = [[title, amount] for title, amount in sums]
    columns = [both("table_benefit"), both("table_rupees")]
    return {"table": _table(both("bundle_title"), columns, rows)}


def _table(
    caption: Mapping[str, str],
    columns: Sequence[Mapping[str, str]],
    rows: Sequence[Sequence[Cell]],
    *,
    chart: bool = False,
) -> dict[str, Any]:
    plain = {"caption": dict(caption), "columns": list(columns), "rows": list(rows)}
    return {**plain, "chart": True} if chart else plain

"""Registrations by district: the table annexed to the letter of 07-07-2023."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from actions.rules import parameters
from actions.rules.reading import Given
from actions.rules.result import Finding, line
from actions.rules.rounding import one_decimal

GROUPS = ("pensioners", "serving", "total")


def compute(given: Given) -> Finding:
    """Applications submitted, approved and pending, on the one day for which they are known."""
    status_date, table = parameters.fetch("sects.registrations").latest()
    submitted, approved = _counts(table, given.district, given.group)
    result = {
        "district": given.district,
        "group": given.group,
        "submitted": submitted,
        "approved": approved,
        "pending": submitted - approved,
        "approval_rate": one_decimal(Fraction(100 * approved, submitted)),
        "status_date": status_date,
    }
    warnings = [line("old_figures")]
    corrected = table["corrected"].get(given.district, {}).get(given.group)
    if corrected:
        warnings.append(line("misprint", **corrected))
    return Finding(
        result=result,
        steps=[line("counts"), line("rate")],
        summary=line("answer"),
        figures=parameters.at(status_date),
        warnings=warnings,
    )


def table_rows(district: str) -> Sequence[tuple[str, int, int, int]]:
    """Rows (group or district, submitted, approved, pending) that go with an answer.

    Args:
        district: its three groups are the rows; of `all`, every district's total, largest first.
    """
    _, table = parameters.fetch("sects.registrations").latest()
    if district == "all":
        counts = [(name, *_counts(table, name, "total")) for name in table["districts"]]
        counts.sort(key=lambda row: -row[1])
    else:
        counts = [(group, *_counts(table, district, group)) for group in GROUPS]
    return [(name, asked, approved, asked - approved) for name, asked, approved in counts]


def _counts(table: Mapping[str, Any], district: str, group: str) -> tuple[int, int]:
    """Submitted and approved of one group; a row holds three such pairs."""
    row = table["grand_total"] if district == "all" else table["districts"][district]
    first = 2 * GROUPS.index(group)
    return row[first], row[first + 1]

"""Half-years of the leave account: 1 January to 30 June, 1 July to 31 December."""

import re
from datetime import date

from actions.rules.dates import add_days, add_months, last_of_month

MONTHS = 12 // 2
WRITTEN = re.compile(r"(19|20|21)[0-9]{2}-H[12]")


def first_day(day: date) -> date:
    """The first day of the half-year in which a day lies."""
    return date(day.year, 1 if day.month <= MONTHS else 1 + MONTHS, 1)


def next_half(first: date) -> date:
    """The first day of the half-year after one."""
    return add_months(first, MONTHS)


def last_day(first: date) -> date:
    """The last day of a half-year."""
    return add_days(next_half(first), -1)


def named(written: str) -> date | None:
    """The first day of a half-year written yyyy-H1 or yyyy-H2; None if it is not one."""
    if not WRITTEN.fullmatch(written):
        return None
    year, half = written.split("-H")
    return date(int(year), 1 if half == "1" else 1 + MONTHS, 1)


def length(first: date) -> int:
    """Days in a half-year."""
    return (next_half(first) - first).days


def whole_months(first: date, begin: date, end: date) -> int:
    """Calendar months of a half-year that lie wholly between two days, both included."""
    months = (add_months(first, n) for n in range(MONTHS))
    return sum(begin <= month and last_of_month(month) <= end for month in months)

"""Date arithmetic of the orders: months keep the day of the month, or take the month's last."""

from calendar import monthrange
from datetime import date, timedelta


def last_of_month(day: date) -> date:
    """The last day of the month in which `day` lies.

    >>> last_of_month(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Moves by whole months (may be negative), clamped to the target month's last day.

    >>> add_months(date(2023, 1, 31), 1)
    datetime.date(2023, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Moves by whole years; 29 February becomes 28 February in a common year.

    >>> add_years(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    return add_months(day, 12 * years)


def add_days(day: date, days: int) -> date:
    """Moves by days (may be negative).

    >>> add_days(date(2024, 2, 28), 2)
    datetime.date(2024, 3, 1)
    """
    return day + timedelta(days=days)


def completed_years(start: date, end: date) -> int:
    """Full years from `start` to `end`; the anniversary itself counts as completed.

    >>> completed_years(date(2000, 5, 10), date(2025, 5, 9))
    24
    """
    years = end.year - start.year
    return years if add_years(start, years) <= end else years - 1


def completed_months(start: date, end: date) -> int:
    """Full months from `start` to `end`; the same day of the month counts as completed.

    >>> completed_months(date(2024, 1, 31), date(2024, 2, 29))
    1
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1

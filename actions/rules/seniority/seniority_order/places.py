"""Where one officer stands: the keys by which a seniority list is sorted."""

from datetime import date
from types import SimpleNamespace


def counted_from(row: SimpleNamespace) -> date:
    """The day from which seniority counts; ad hoc and officiating time never does."""
    day: date = row.regularised_on if row.source == "adhoc" else row.appointment_date
    if row.source == "promotion" and row.quota_vacancy_on is not None:
        return max(day, row.quota_vacancy_on)
    return day


def place(mode: str, row: SimpleNamespace) -> tuple[object, ...]:
    """The sorting key: earlier selections first, the regular one first within a year."""
    if mode == "selection":
        return row.selection_year, row.selection_kind == "emergency", row.merit_rank
    return counted_from(row), row.order_no

"""Days of the annual increment: Clerk Handbook, chapter 10, sections 3 and 4."""

from datetime import date

from actions.rules.dates import add_months
from actions.rules.parameters import InForce


def is_increment_day(day: date, figures: InForce) -> bool:
    """Whether increments fall due on this day."""
    return day.day == 1 and day.month in figures["pay.increment_days"]["months"]


def on_or_after(day: date, figures: InForce) -> date:
    """The first day of increments that does not come before `day`."""
    candidate = day if day.day == 1 else add_months(day.replace(day=1), 1)
    while not is_increment_day(candidate, figures):
        candidate = add_months(candidate, 1)
    return candidate


def next_after(event: date, figures: InForce) -> date:
    """The first day of increments after enough service since an event.

    The bands of the order say the same: 2 January to 1 July leads to 1 January, 2 July to
    31 December to 1 July of the next year, and 1 January to 1 July of the same year.
    """
    return on_or_after(add_months(event, figures["pay.increment_days"]["service_months"]), figures)

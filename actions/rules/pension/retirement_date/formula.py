"""Superannuation date: Clerk Handbook, chapter 9, superannuation pension."""

from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_years, last_of_month
from actions.rules.reading import Given
from actions.rules.result import Finding, line


def compute(given: Given) -> Finding:
    """The last day of service (afternoon), and the days left to it from `as_of`."""
    figures = parameters.at(given.as_of)
    birthday = add_years(given.birth_date, figures["pension.retirement_age"])
    last_day = _last_day(birthday)
    over = given.as_of > last_day
    result = {
        "retirement_date": last_day,
        "turns_60_on": birthday,
        "already_retired": over,
        "days_left": max(0, (last_day - given.as_of).days),
    }
    first = birthday.day == 1
    return Finding(
        result=result,
        steps=[line("birthday"), line("born_on_first" if first else "end_of_month")],
        summary=line("retired" if over else "will_retire"),
        figures=figures,
    )


def _last_day(birthday: date) -> date:
    """Born on the 1st: the day before the birthday; otherwise the last day of its month."""
    return add_days(birthday, -1) if birthday.day == 1 else last_of_month(birthday)

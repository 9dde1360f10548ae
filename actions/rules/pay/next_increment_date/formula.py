"""Next annual increment: Clerk Handbook, chapter 10, sections 3-4 (order of 13-04-2020)."""

from collections.abc import Iterator

from actions.rules import parameters
from actions.rules.dates import add_days, add_years
from actions.rules.errors import InputError, problem
from actions.rules.figures import written_day
from actions.rules.pay import increments
from actions.rules.reading import Given
from actions.rules.result import Finding, line

DAY_TITLE = {"hi": "घटना की तारीख", "en": "Date of the event"}


def check(given: Given) -> Iterator[InputError]:
    """An event before the revised pay, or a re-fixation off the days of increments."""
    day = given.event_date
    if day is None:
        return
    start, _ = parameters.fetch("pay.increment_days").rows[0]
    if day < start:
        first = written_day(start)
        yield problem("event_date", "too_early", DAY_TITLE, other={"hi": first, "en": first})
        return
    figures = parameters.at(day, field="event_date")
    if given.event == "refixation" and not increments.is_increment_day(day, figures):
        months = figures["pay.increment_days"]["months"]
        days = ", ".join(f"01-{month:02d}" for month in months)
        yield problem("event_date", "not_on_day", DAY_TITLE, days=days)


def compute(given: Given) -> Finding:
    """The day of the next increment and of the one after it."""
    figures = parameters.at(given.event_date, field="event_date")
    due = increments.next_after(given.event_date, figures)
    late = not given.six_months_served
    next_day = increments.on_or_after(add_days(due, 1), figures) if late else due
    result = {
        "next_increment_date": next_day,
        "following_increment_date": add_years(next_day, 1),
        "postponed": late,
    }
    service = figures["pay.increment_days"]["service_months"]
    steps = [line("due", due=due, service=service)]
    steps += [line("postponed", service=service)] if late else []
    return Finding(
        result=result,
        steps=[*steps, line("following")],
        summary=line("next"),
        figures=figures,
    )

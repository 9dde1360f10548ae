"""Order of seniority of a few officers: Clerk Handbook, chapter 8."""

from collections.abc import Iterator
from types import SimpleNamespace

from actions.rules import parameters
from actions.rules.dates import add_days
from actions.rules.errors import InputError
from actions.rules.figures import written_day
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.seniority.seniority_order.checks import unfit
from actions.rules.seniority.seniority_order.places import counted_from, place


def check(given: Given) -> Iterator[InputError]:
    """Enough officers, each with what the mode needs, and no two in one place."""
    yield from unfit(given)


def compute(given: Given) -> Finding:
    """Names, senior first, and the day from which each one's seniority counts."""
    figures = parameters.at(given.as_of)
    ordered = sorted(given.officers, key=lambda row: place(given.mode, row))
    by_date = given.mode == "date"
    result: dict[str, object] = {
        "order": [row.name for row in ordered],
        "counted_from": [counted_from(row) for row in ordered] if by_date else None,
    }
    steps = [_date_step(row) for row in ordered] if by_date else [line("by_selection")]
    steps.append(line("in_order"))
    if given.circulated_on is not None:
        days = figures["seniority.notice_days"]
        result["objections_not_before"] = add_days(given.circulated_on, days)
        steps.append(line("objections"))
    return Finding(
        result=result,
        steps=steps,
        summary=line("ordered"),
        figures=figures,
        warnings=_warnings(given),
    )


def _date_step(row: SimpleNamespace) -> Line:
    """Why the seniority of one officer counts from its day."""
    day = counted_from(row)
    late_post = row.source == "promotion" and day == row.quota_vacancy_on
    key = "promotion_quota" if late_post and day != row.appointment_date else row.source
    told = {"direct": "by_direct", "promotion": "by_promotion", "adhoc": "by_adhoc"}
    return line(told.get(key, key), who=row.name, day=written_day(day))


def _warnings(given: Given) -> list[Line]:
    if given.mode == "selection":
        return [line("may_be_lost")]
    both = {row.source for row in given.officers} >= {"direct", "promotion"}
    return [line("rotation_not_modelled")] if both else []

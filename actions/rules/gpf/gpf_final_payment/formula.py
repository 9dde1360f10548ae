"""Final payment of the provident fund: Clerk Handbook, chapter 11, procedure of final payment."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.errors import InputError, problem
from actions.rules.figures import grouped
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import down, part

ADJUSTMENTS = {"hi": "समायोजन", "en": "Adjustments"}


def check(given: Given) -> Iterator[InputError]:
    """No more is adjusted than the account holds."""
    if None not in (given.adjustments, given.balance) and given.adjustments > given.balance:
        yield problem("adjustments", "too_large", ADJUSTMENTS, bound=grouped(given.balance))


def compute(given: Given) -> Finding:
    """Rupees of the first and the remaining payment, and the last days for each office."""
    figures = parameters.at(given.as_of)
    rules = figures["gpf.final_payment"]
    first = _first_payment(given, figures)
    result: dict[str, object] = {
        "first_payment": first,
        "balance_payment": 0 if given.group_d else given.balance - first,
        "pay_by": _pay_by(given, figures),
        "forward_by": _forward_by(given, figures),
        "application_required": False,
        "past_years_on_sheet": None if given.group_d else rules["past_years"],
    }
    return Finding(
        result=result,
        steps=_steps(given),
        summary=line("whole" if given.group_d else "two_parts"),
        figures=figures,
        warnings=_warnings(given),
    )


def _first_payment(given: Given, figures: InForce) -> int:
    if given.group_d:
        paid: int = given.balance - given.adjustments
        return paid
    return down(part(given.balance, figures["gpf.final_payment.first_percent"]))


def _pay_by(given: Given, figures: InForce) -> date:
    day: date = given.event_date
    if given.event == "superannuation":
        return day
    return add_months(day, figures["gpf.final_payment.pay_months"])


def _forward_by(given: Given, figures: InForce) -> date | None:
    if given.group_d or given.event != "superannuation":
        return None
    return add_months(given.event_date, -figures["gpf.final_payment.forward_months"])


def _steps(given: Given) -> list[Line]:
    steps = [line("group_d_part") if given.group_d else line("first_part")]
    on_the_day = given.event == "superannuation"
    steps.append(line("paid_on_retirement" if on_the_day else "paid_in_months"))
    if not given.group_d:
        steps.append(line("sheet"))
        if on_the_day:
            steps.append(line("forward"))
    return [*steps, line("no_application")]


def _warnings(given: Given) -> list[Line]:
    warnings = []
    if not given.group_d and given.event != "superannuation":
        warnings.append(line("forward_without_delay"))
    if given.event == "death":
        warnings.append(line("to_whom"))
    return warnings

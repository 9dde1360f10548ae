"""Final withdrawal from the provident fund: Clerk Handbook, chapter 11, (7)."""

from actions.rules import parameters
from actions.rules.dates import add_days, add_months, add_years
from actions.rules.gpf.gpf_withdrawal import limits
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line

VEHICLE = ("vehicle_purchase", "vehicle_repair")


def compute(given: Given) -> Finding:
    """The most that may be drawn (rupees), and whether the conditions are met."""
    figures = parameters.at(given.as_of)
    years = figures[f"gpf.withdrawal_years.{given.purpose}"]
    condition = _service_condition(given, years, figures)
    limit = limits.most(given, figures)
    last_months = _is_in_last_months(given, figures)
    repeated = given.earlier_same_purpose and not given.separate_occasion
    unpaid = given.purpose in VEHICLE and not given.vehicle_pay_condition_met
    reason = first_reason(
        (
            ("service_condition_not_met", condition == "not_met"),
            ("vehicle_pay_condition", unpaid),
            ("one_withdrawal_per_purpose", repeated),
            ("last_six_months", last_months and not given.unavoidable),
            ("amount_over_limit", given.amount > limit),
        )
    )
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "limit": limit,
        "years_needed": years,
        "service_condition": condition,
    }
    return Finding(
        result=result,
        steps=_steps(given, condition, reason, figures),
        summary=line(reason or "may_draw"),
        figures=figures,
        warnings=_warnings(given, last_months),
    )


def _service_condition(given: Given, years: int, figures: InForce) -> str:
    near = figures["gpf.withdrawal.near_retirement_years"]
    if given.application_date >= add_years(given.joining_date, years):
        return "service_years"
    if given.application_date >= add_years(add_days(given.retirement_date, 1), -near):
        return "near_retirement"
    return "not_met"


def _is_in_last_months(given: Given, figures: InForce) -> bool:
    months = figures["gpf.withdrawal.last_months"]
    start = add_months(add_days(given.retirement_date, 1), -months)
    return bool(given.application_date >= start)


def _steps(given: Given, condition: str, reason: str | None, figures: InForce) -> list[Line]:
    if condition == "not_met":
        return [*limits.explained(given, figures), line("service_condition_not_met")]
    steps = [line(condition), *limits.explained(given, figures)]
    if given.earlier_same_purpose and given.separate_occasion:
        steps.append(line("separate"))
    return [*steps, line(reason or "fits")]


def _warnings(given: Given, last_months: bool) -> list[Line]:
    warnings = []
    if given.special_case:
        warnings.append(line("special_is_discretion"))
    if limits.is_for_same_house(given):
        warnings.append(line("note_seven"))
    if last_months and given.unavoidable:
        warnings.append(line("inform_at_once"))
    return warnings

"""Subsistence allowance during suspension: Clerk Handbook, chapter 2, fundamental rule 53."""

from collections.abc import Iterable, Mapping
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import nearest, part

DELAY = {"hi": "देरी का कारण", "en": "Cause of the delay"}


def check(given: Given) -> Iterable[InputError]:
    """A changed allowance needs a delay that somebody caused."""
    if given.delay_due_to == "none" and given.change_percent:
        yield problem("delay_due_to", "not_applicable", DELAY)


def compute(given: Given) -> Finding:
    """Rupees a month: subsistence, dearness allowance on it, compensatory allowances."""
    figures = parameters.at(given.as_of)
    review_from = _review_from(given, figures)
    reason = first_reason(
        (
            ("no_non_employment_certificate", not given.non_employment_certificate),
            ("review_before_three_months", _is_early(given, review_from)),
        )
    )
    amounts = _amounts(given, figures, changed=reason is None)
    if reason == "no_non_employment_certificate":
        amounts = dict.fromkeys(amounts, 0)
    result = {
        "admissible": reason is None,
        "reason": reason,
        **amounts,
        "monthly_total": sum(amounts.values()),
        "review_possible_from": review_from,
    }
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=line(reason or "monthly"),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _review_from(given: Given, figures: InForce) -> date | None:
    start: date | None = given.suspension_start_date
    return start and add_months(start, figures["discipline.subsistence_review_months"])


def _is_early(given: Given, review_from: date | None) -> bool:
    return bool(given.change_percent and review_from and given.as_of < review_from)


def _amounts(given: Given, figures: InForce, *, changed: bool) -> dict[str, int]:
    """The three parts a month; a change that cannot be made yet leaves them as they were."""
    change = given.change_percent if changed else 0
    level = 100 - change if given.delay_due_to == "employee" else 100 + change
    half = part(given.basic_pay, figures["discipline.subsistence_share_percent"])
    subsistence = nearest(half * part(1, level))
    certified = given.allowance_purpose_certified
    return {
        "monthly_subsistence": subsistence,
        "monthly_dearness_allowance": nearest(part(subsistence, given.da_percent)),
        "monthly_compensatory_allowance": given.compensatory_allowances if certified else 0,
    }


def _steps(given: Given, result: Mapping[str, object]) -> list[Line]:
    reason = result["reason"]
    if reason == "no_non_employment_certificate":
        return [line(reason)]
    subsistence = "subsistence"
    if given.change_percent and not reason:
        subsistence = "reduced" if given.delay_due_to == "employee" else "raised"
    steps = [line(str(reason))] if reason else []
    steps += [line(subsistence), line("dearness")]
    if given.compensatory_allowances:
        certified = given.allowance_purpose_certified
        steps.append(line("compensatory" if certified else "not_certified"))
    steps.append(line("total"))
    if result["review_possible_from"]:
        steps.append(line("review_from"))
    return steps


def _warnings(given: Given, result: Mapping[str, object]) -> list[Line]:
    if result["reason"]:
        return []
    return [line("authority_decides" if given.change_percent else "half_pay_source")]

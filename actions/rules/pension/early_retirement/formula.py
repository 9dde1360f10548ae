"""Retirement before superannuation: Clerk Handbook, chapter 9, retiring pension."""

from collections.abc import Iterator

from actions.rules import parameters
from actions.rules.dates import add_months, completed_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line

BIRTH_TITLE = {"hi": "जन्मतिथि", "en": "Date of birth"}
NOTICE_TITLE = {"hi": "नोटिस की तारीख", "en": "Date of the notice"}


def check(given: Given) -> Iterator[InputError]:
    """The birth must come before the notice."""
    born, notice = given.birth_date, given.notice_date
    if born and notice and born >= notice:
        yield problem("birth_date", "not_earlier", BIRTH_TITLE, other=NOTICE_TITLE)


def compute(given: Given) -> Finding:
    """Whether the notice is good, and the first day (date) on which it takes effect."""
    figures = parameters.at(given.notice_date, field="notice_date")
    age = completed_years(given.birth_date, given.notice_date)
    months = figures["pension.retirement_notice_months"]
    reason = _refusal(given, age, figures)
    result = {
        "admissible": reason is None,
        "reason": reason,
        "earliest_date": given.notice_date
        if given.pay_in_lieu
        else add_months(given.notice_date, months),
        "notice_months": months,
        "extra_service_years": 0,
    }
    return Finding(
        result=result,
        steps=_steps(given, reason, age),
        summary=_summary(given, reason, age),
        figures=figures,
        warnings=_warnings(given, reason, figures),
    )


def _refusal(given: Given, age: int, figures: InForce) -> str | None:
    compulsory = given.kind == "compulsory"
    old_enough = age >= figures["pension.voluntary_retirement_age"]
    served_enough = given.qualifying_years >= figures["pension.voluntary_retirement_service"]
    too_young = age < figures["pension.compulsory_retirement_age"]
    return first_reason(
        (
            ("age_under_50", compulsory and too_young),
            ("age_and_service_short", not compulsory and not (old_enough or served_enough)),
            (
                "acceptance_needed",
                not compulsory and given.disciplinary_pending and not given.accepted,
            ),
        )
    )


def _steps(given: Given, reason: str | None, age: int) -> list[Line]:
    steps = [line("age", age=age)]
    if reason:
        return [*steps, line(reason, age=age)]
    if given.kind == "compulsory":
        steps.append(line("compulsory_age"))
    else:
        steps.append(line("voluntary_condition"))
        if given.disciplinary_pending:
            steps.append(line("accepted"))
    steps.append(line("pay_instead" if given.pay_in_lieu else "notice"))
    return steps if given.kind == "compulsory" else [*steps, line("no_weightage")]


def _summary(given: Given, reason: str | None, age: int) -> Line:
    if reason:
        return line(reason, age=age)
    return line("may_voluntary" if given.kind == "voluntary" else "may_compulsory")


def _warnings(given: Given, reason: str | None, figures: InForce) -> list[Line]:
    warnings = []
    if given.kind == "compulsory" and reason is None:
        warnings.append(line("authority_decides"))
    if given.kind == "voluntary":
        warnings.append(line("no_withdrawal"))
        if figures["pension.voluntary_weightage_years"]:
            warnings.append(line("earlier_weightage"))
    return warnings

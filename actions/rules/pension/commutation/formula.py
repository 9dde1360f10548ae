"""Commutation of pension: Clerk Handbook, chapter 9, para 8 and its table (08-12-2008)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from actions.rules import parameters
from actions.rules.dates import add_months, add_years, completed_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import down, part, up

BIRTH_TITLE = {"hi": "जन्मतिथि", "en": "Date of birth"}
PERCENT_TITLE = {"hi": "राशिकरण का भाग (प्रतिशत)", "en": "Part to commute (percent)"}
RETIREMENT_TITLE = {"hi": "सेवानिवृत्ति की तारीख", "en": "Date of retirement"}


def check(given: Given) -> Iterator[InputError]:
    """A part of nothing, or a birth that does not come before retirement."""
    if given.percent == 0:
        yield problem("percent", "not_above", PERCENT_TITLE, bound=0)
    born, retired = given.birth_date, given.retirement_date
    if born and retired and born >= retired:
        yield problem("birth_date", "not_earlier", BIRTH_TITLE, other=RETIREMENT_TITLE)


def compute(given: Given) -> Finding:
    """Lump sum and reduced pension (rupees), and the days on which the reduction runs."""
    figures = parameters.at(given.as_of)
    age = _age_next_birthday(given)
    printed = figures["pension.commutation_factors"].get(age)
    factor = None if printed is None else Decimal(str(printed))
    reason = "age_outside_table" if factor is None else None
    result: dict[str, object] = {
        "admissible": factor is not None,
        "reason": reason,
        "age_next_birthday": age,
        "factor": factor,
    }
    sums = dict.fromkeys(AMOUNTS) if factor is None else _amounts(given, factor)
    reduced_from = None if factor is None else _reduced_from(given, figures)
    years = figures["pension.commutation_years"]
    result |= sums
    result["reduction_from"] = reduced_from
    result["restoration_date"] = add_years(reduced_from, years) if reduced_from else None
    ages = figures["pension.commutation_factors"]
    bounds = {"youngest": min(ages), "oldest": max(ages)}
    return Finding(
        result=result,
        steps=_steps(given, result, bounds),
        summary=_summary(result, bounds),
        figures=figures,
        warnings=_warnings(result),
    )


AMOUNTS = ("commuted_amount", "lump_sum", "reduced_pension", "dearness_relief_base")


def _age_next_birthday(given: Given) -> int:
    """Age on the first birthday after retirement or application, whichever is later."""
    return (
        completed_years(given.birth_date, max(given.retirement_date, given.application_date)) + 1
    )


def _amounts(given: Given, factor: Decimal) -> dict[str, int]:
    commuted = down(part(given.pension, given.percent))
    amounts = (
        commuted,
        up(commuted * 12 * Fraction(factor)),
        given.pension - commuted,
        given.pension,
    )
    return dict(zip(AMOUNTS, amounts, strict=True))


def _reduced_from(given: Given, figures: InForce) -> date | None:
    """The earlier of payment and some months after the order, as far as they are known."""
    days = []
    if given.payment_date:
        days.append(given.payment_date)
    if given.order_date:
        days.append(add_months(given.order_date, figures["pension.commutation_order_months"]))
    return min(days, default=None)


def _steps(given: Given, result: dict[str, object], bounds: dict[str, int]) -> list[Line]:
    steps = [line("age", since=max(given.retirement_date, given.application_date))]
    if result["reason"]:
        return [*steps, line("age_outside_table", **bounds)]
    steps += [line("factor"), line("commuted"), line("lump_sum_step"), line("relief_base")]
    return [*steps, line("reduction")] if result["reduction_from"] else steps


def _summary(result: dict[str, object], bounds: dict[str, int]) -> Line:
    if result["reason"]:
        return line("age_outside_table", **bounds)
    return line("lump_sum_until" if result["reduction_from"] else "lump_sum")


def _warnings(result: dict[str, object]) -> list[Line]:
    if result["reason"]:
        return []
    warnings = [line("factors_corrected")]
    return warnings if result["reduction_from"] else [*warnings, line("days_unknown")]

"""Free ward in government hospitals by basic pay: Clerk Handbook, chapter 5, wards allowed."""

from collections.abc import Iterable

from actions.rules import parameters
from actions.rules.errors import InputError, problem
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

BASIC = {"hi": "मूल वेतन", "en": "Basic pay"}
SUM = {"hi": "पे बैंड का वेतन और ग्रेड पे", "en": "Pay in the pay band and grade pay"}


def check(given: Given) -> Iterable[InputError]:
    """A basic pay given along with its two parts must be their sum."""
    parts = _sum_of_parts(given)
    if None not in (given.basic_pay, parts) and given.basic_pay != parts:
        yield problem("basic_pay", "disagrees", BASIC, other=SUM)


def compute(given: Given) -> Finding:
    """The ward; the table is in sixth-commission pay, so any other pay is sent to be converted."""
    figures = parameters.at(given.as_of)
    pay = given.basic_pay or _sum_of_parts(given) or 0
    bands = figures["medical.ward_bands"]
    reason = "convert_to_sixth_cpc" if given.pay_basis == "seventh_cpc" else None
    fitting = next(str(band["ward"]) for band in bands if pay >= band["from"])
    overlap = any(pay == band["from"] for band in bands)
    result = {
        "admissible": reason is None,
        "reason": reason,
        "pay_used": pay,
        "ward": None if reason else fitting,
        "at_overlap": overlap,
    }
    edges = [band["from"] for band in bands if band["from"]]
    warnings = [line("overlap")] if overlap and not reason else []
    return Finding(
        result=result,
        steps=[*_pay_steps(given), line(reason or "table", edges=edges)],
        summary=line(reason or "free_ward"),
        figures=figures,
        warnings=warnings,
    )


def _sum_of_parts(given: Given) -> int | None:
    if given.band_pay is None or given.grade_pay is None:
        return None
    total: int = given.band_pay + given.grade_pay
    return total


def _pay_steps(given: Given) -> list[Line]:
    return [line("added")] if given.band_pay is not None else []

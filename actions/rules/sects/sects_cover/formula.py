"""Cashless cover of SECTS: FAQ questions 1, 10, 14, 15 and 19; letter of 07-07-2023, para 2."""

from actions.rules import parameters
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line

REIMBURSABLE = ("opd_not_covered", "outside_state", "hospital_not_empanelled")


def compute(given: Given) -> Finding:
    """Rupees the scheme pays and rupees left to the beneficiary, for one treatment."""
    figures = parameters.at(given.as_of)
    limited = given.hospital_type == "private_empanelled" and given.care == "ipd"
    limit: int | None = figures["sects.annual_limit"] if limited else None
    left = None if limit is None else max(0, limit - given.used_this_year)
    reason = _refusal(given, left)
    paid = 0 if reason else _paid(given.estimated_cost, left)
    to_pay = given.estimated_cost - paid
    route = _route(to_pay, reason)
    result = {
        "admissible": reason is None,
        "reason": reason,
        "cashless": reason is None,
        "cashless_amount": paid,
        "payable_by_beneficiary": to_pay,
        "annual_limit": limit,
        "limit_left_before": left,
        "limit_left_after": None if left is None else left - paid,
        "reimbursable_route": route,
    }
    return Finding(
        result=result,
        steps=_steps(given, reason, left, to_pay),
        summary=_summary(reason, to_pay),
        figures=figures,
        warnings=_warnings(given, route, left),
    )


def _refusal(given: Given, left: int | None) -> str | None:
    """The first bar to cashless treatment, in the order in which they are tested."""
    return first_reason(
        (
            ("no_aadhaar", not given.has_aadhaar and not given.patient_under_one_year),
            ("no_card", not given.has_state_health_card),
            ("opd_not_covered", given.care == "opd"),
            ("outside_state", given.hospital_type == "outside_state"),
            ("hospital_not_empanelled", given.hospital_type == "private_not_empanelled"),
            ("annual_limit_exhausted", left == 0),
        )
    )


def _paid(cost: int, left: int | None) -> int:
    """All of it in a government hospital; in a private one what the year's limit leaves."""
    return cost if left is None else min(cost, left)


def _route(to_pay: int, reason: str | None) -> str:
    if to_pay == 0:
        return "not_needed"
    return "available" if reason in REIMBURSABLE else "source_silent"


def _steps(given: Given, reason: str | None, left: int | None, to_pay: int) -> list[Line]:
    if reason:
        return [line(reason), line("all_to_pay")]
    if left is None:
        return [line("government_unlimited")]
    steps = [line("limit_left"), line("scheme_pays")]
    return [*steps, line("excess_to_pay")] if to_pay else steps


def _summary(reason: str | None, to_pay: int) -> Line:
    return line(reason or ("partly" if to_pay else "wholly"))


def _warnings(given: Given, route: str, left: int | None) -> list[Line]:
    warnings = []
    if route == "source_silent":
        warnings.append(line("reimbursement_not_stated"))
    if route == "available":
        warnings.append(line("claim_has_conditions"))
    if left is not None:
        warnings.append(line("year_not_defined"))
    if not given.has_aadhaar and given.patient_under_one_year:
        warnings.append(line("aadhaar_not_needed_yet"))
    return warnings

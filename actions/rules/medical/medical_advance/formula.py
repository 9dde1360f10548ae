"""Advance for treatment, its adjustment, return and recovery: Clerk Handbook, chapter 5."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from actions.rules import parameters
from actions.rules.dates import add_days, add_months
from actions.rules.medical import sanctioning
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import down, part, up


def compute(given: Given) -> Finding:
    """Rupees that may be advanced, who sanctions them, and where the settlement stands."""
    figures = parameters.at(given.as_of)
    reason = None if given.estimate_countersigned else "estimate_not_countersigned"
    most = down(part(given.estimated_cost, figures["medical.advance_share_percent"]))
    advance = 0 if reason else min(given.requested_advance or most, most)
    days = _days(given, figures)
    status = _status(given, days)
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "max_advance": most,
        "sanctionable_advance": advance,
        "sanctioning_authority": sanctioning.authority(given.estimated_cost, figures),
        **days,
        "settlement_status": status,
        **_recovery(given, status, advance, figures),
        "penal_interest_rate_percent": _penal_rate(given, status, figures),
    }
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=line(reason or status),
        figures=figures,
        warnings=_warnings(result),
    )


def _days(given: Given, figures: InForce) -> dict[str, date | None]:
    """The last days of sanction, adjustment and return, and the day after which money is cut."""
    times = figures["medical.advance_times"]
    quick = given.serious_disease and given.at_authorised_contracted
    applied = given.application_date if quick else None
    end = given.treatment_end_date
    returned_from = None if given.treatment_started else given.sanction_date
    return {
        "sanction_due": applied and add_days(applied, times["sanction_days"]),
        "adjust_by": end and add_months(end, times["adjust_months"]),
        "recovery_after": end and add_months(end, times["recovery_months"]),
        "refund_by": returned_from and add_months(returned_from, times["refund_months"]),
    }


def _status(given: Given, days: Mapping[str, date | None]) -> str:
    adjust_by, recovery_after = days["adjust_by"], days["recovery_after"]
    if days["refund_by"]:
        return _refund_status(given, days["refund_by"])
    if not adjust_by or not recovery_after:
        return "not_due"
    claimed = given.adjustment_claim_date
    if (claimed or given.as_of) > recovery_after:
        return "recover_from_salary"
    if claimed:
        return "adjusted_in_time" if claimed <= adjust_by else "adjusted_late"
    return "adjustment_pending" if given.as_of <= adjust_by else "adjustment_overdue"


def _refund_status(given: Given, refund_by: date) -> str:
    if (given.refund_date or given.as_of) > refund_by:
        return "refund_overdue"
    return "refunded_in_time" if given.refund_date else "refund_pending"


def _recovery(given: Given, status: str, advance: int, figures: InForce) -> dict[str, int | None]:
    """The largest monthly cut and how many of them return the whole advance."""
    monthly = instalments = None
    if status == "recover_from_salary" and given.gross_monthly_salary is not None:
        share = figures["medical.advance_recovery_percent"]
        monthly = down(part(given.gross_monthly_salary, share))
        instalments = up(Fraction(advance, monthly)) if monthly else None
    return {"max_monthly_recovery": monthly, "recovery_instalments": instalments}


def _penal_rate(given: Given, status: str, figures: InForce) -> Decimal | None:
    rate: Decimal | None = given.gpf_interest_rate_percent
    if status != "refund_overdue" or rate is None:
        return None
    return rate + Decimal(str(figures["medical.advance_penal_points"]))


def _steps(given: Given, result: Mapping[str, object]) -> list[Line]:
    steps = [line("ceiling")]
    if not result["admissible"]:
        steps.append(line("estimate_not_countersigned"))
    elif given.requested_advance not in (None, result["sanctionable_advance"]):
        steps.append(line("cut_to_ceiling"))
    steps.append(line("authority"))
    steps += [line(key) for key in ("sanction_due", "adjust_by", "refund_by") if result[key]]
    if result["recovery_instalments"] is not None:
        steps.append(line("instalments"))
    if result["penal_interest_rate_percent"] is not None:
        steps.append(line("penal_rate"))
    return steps


def _warnings(result: Mapping[str, object]) -> list[Line]:
    warnings = []
    if result["settlement_status"] == "not_due" and not result["sanction_due"]:
        warnings.append(line("as_soon_as_possible"))
    if result["recovery_after"]:
        warnings.append(line("four_months_start"))
    if result["refund_by"]:
        warnings.append(line("refund_start"))
    if result["settlement_status"] == "recover_from_salary" and result["admissible"]:
        warnings.append(line("whole_advance"))
    return warnings

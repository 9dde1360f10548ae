"""When a claim falls due, lapses or needs pre-audit: Clerk Handbook, chapter 4."""

from collections.abc import Iterable, Mapping
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_months, add_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

TRAVEL = ("travel_allowance", "transfer_ta", "transfer_ta_goods", "ltc")
JOURNEYS = (*TRAVEL, "retirement_ta")
PAY = ("pay_allowance", "increment")
EXEMPT = ("pension", "unnamed_nongazetted_pay", "government_security_interest", "special_rule")
PRESENTED = {"hi": "कोषागार में देने की तारीख", "en": "Date presented at the treasury"}
EVENT = {"hi": "दावा बनने की तारीख", "en": "Date of the event"}


def check(given: Given) -> Iterable[InputError]:
    """A bill cannot reach the treasury before the event, even with no day of handing in."""
    event, presented = given.event_date, given.presented_date
    if given.submitted_date is None and event and presented and presented < event:
        yield problem("presented_date", "too_early", PRESENTED, other=EVENT)


def compute(given: Given) -> Finding:
    """Due day, last day, status, and who approves and audits a late claim."""
    figures = parameters.at(given.as_of)
    limits = figures["claims.time_limits"]
    due = _due_date(given)
    last = add_years(due, limits["treasury_years"])
    hand_in = _hand_in_by(given, due, limits)
    status = _status(given, due, last, hand_in, figures)
    late = status == "needs_pre_audit"
    valid_until = None
    if late and given.pre_audit_date:
        valid_until = add_months(given.pre_audit_date, limits["pre_audit_months"])
    shown = given.audited_bill_presented_date or given.as_of
    result = {
        "admissible": status != "lapsed",
        "reason": "claim_lapsed" if status == "lapsed" else None,
        "due_date": due,
        "last_date": last,
        "status": status,
        "admin_approval_by": _approved_by(given) if late else None,
        "pre_audit_by": _audited_by(given) if late else None,
        "pre_audit_valid_until": valid_until,
        "revalidation_needed": valid_until and shown > valid_until,
    }
    return Finding(
        result=result,
        steps=_steps(given, result, hand_in),
        summary=_summary(given, result, hand_in),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _due_date(given: Given) -> date:
    """A journey's claim falls due the day after it; others on the day itself."""
    event: date = given.event_date
    if given.claim_type in JOURNEYS:
        return add_days(event, 1)
    return given.superior_sanction_date or event


def _hand_in_by(given: Given, due: date, limits: Mapping[str, int]) -> date | None:
    """The last day to give a journey's bill to the office, after which it lapses."""
    if given.claim_type == "retirement_ta":
        return add_months(due, limits["retirement_journey_months"])
    return add_years(due, limits["travel_lapse_years"]) if given.claim_type in TRAVEL else None


def _presented(given: Given) -> date:
    day: date = given.presented_date or given.as_of
    return day


def _submitted(given: Given) -> date:
    return given.submitted_date or _presented(given)


def _status(given: Given, due: date, last: date, hand_in: date | None, figures: InForce) -> str:
    if given.claim_type in EXEMPT:
        return "exempt"
    if hand_in and _submitted(given) > hand_in:
        return "lapsed"
    if _presented(given) <= last:
        return "on_time"
    small = given.amount <= figures["claims.small_claim_limit"]
    years = figures["claims.time_limits.small_claim_years"]
    if small and _presented(given) <= add_years(due, years):
        return "exempt"
    return "needs_pre_audit"


def _approved_by(given: Given) -> str:
    if given.claim_type in PAY and not given.claimant_is_department_head:
        return "head_of_office_or_department"
    return "administrative_department"


def _audited_by(given: Given) -> str:
    available = given.finance_officer_available
    return "senior_finance_officer" if available else "head_of_department"


def _steps(given: Given, result: Mapping[str, object], hand_in: date | None) -> list[Line]:
    status = result["status"]
    days = {"presented": _presented(given), "submitted": _submitted(given), "hand_in": hand_in}
    steps = [line("due_after_journey" if given.claim_type in JOURNEYS else "due_on")]
    if status == "exempt":
        listed = given.claim_type in EXEMPT
        return [*steps, line("exempt_kind" if listed else "small_claim", **days)]
    if hand_in:
        journey = "retirement_journey" if given.claim_type == "retirement_ta" else "journey"
        steps.append(line(journey, **days))
    if status == "lapsed":
        return [*steps, line("claim_lapsed", **days)]
    steps.append(line("within_year" if status == "on_time" else "after_year", **days))
    if status == "needs_pre_audit":
        steps += [line("approval"), line("audit")]
    if result["pre_audit_valid_until"]:
        again = result["revalidation_needed"]
        steps.append(line("audit_expired" if again else "audit_valid"))
    return steps


def _summary(given: Given, result: Mapping[str, object], hand_in: date | None) -> Line:
    if result["reason"]:
        return line("claim_lapsed", submitted=_submitted(given), hand_in=hand_in)
    if result["status"] == "exempt":
        return line("exempt" if given.claim_type in EXEMPT else "exempt_small")
    if result["revalidation_needed"]:
        return line("revalidate")
    return line(str(result["status"]))


def _warnings(given: Given, result: Mapping[str, object]) -> list[Line]:
    said = (
        ("limits_not_printed", result["admin_approval_by"] == "head_of_office_or_department"),
        ("six_months_start", given.claim_type == "retirement_ta"),
        ("each_journey", given.claim_type in ("transfer_ta", "transfer_ta_goods")),
        ("lapse_goes_first", result["reason"]),
    )
    return [line(key) for key, applies in said if applies]

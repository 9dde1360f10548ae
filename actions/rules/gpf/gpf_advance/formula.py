"""Temporary advance from the provident fund: Clerk Handbook, chapter 11, (6)."""

from collections.abc import Iterator

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.errors import InputError, problem
from actions.rules.gpf.gpf_advance import recovery
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part

RETIREMENT = {"hi": "सेवानिवृत्ति की तारीख", "en": "Date of retirement"}
APPLICATION = {"hi": "आवेदन की तारीख", "en": "Date of application"}
ALLOWED = {"ordinary": "ordinary_allowed", "special": "special_allowed"}
INSTALMENT_REASONS = (
    "too_close_to_retirement",
    "instalments_out_of_range",
    "recovery_runs_into_last_six_months",
)


def check(given: Given) -> Iterator[InputError]:
    """The application comes while still in service."""
    applied, retires = given.application_date, given.retirement_date
    if None not in (applied, retires) and retires <= applied:
        yield problem("retirement_date", "must_follow", RETIREMENT, other=APPLICATION)


def compute(given: Given) -> Finding:
    """Kind and ceiling (rupees) of the advance, and its recovery month by month."""
    figures = parameters.at(given.as_of)
    limit = _ceiling(given.basic_pay, given.balance, figures)
    cause = _special_cause(given, limit, figures)
    kind = "special" if cause else "ordinary"
    available = recovery.months_available(given, figures)
    cap = figures[f"gpf.advance.{kind}"]
    most = min(cap, available)
    count = given.instalments or most
    reason = _reason(given, kind, count, available, figures)
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "kind": kind,
        "limit": limit,
        "max_instalments": most,
        **recovery.schedule(given, None if reason else count),
    }
    steps = [line("ceiling"), *_kind_steps(given, cause, figures), line("recovery_time", cap=cap)]
    return Finding(
        result=result,
        steps=[*steps, line(reason or "instalment", count=count)],
        summary=line(reason or ALLOWED[kind], count=count),
        figures=figures,
        warnings=_warnings(reason, kind),
    )


def _ceiling(pay: int, balance: int, figures: InForce) -> int:
    """The lower of some months' pay and a share of the balance."""
    rules = figures["gpf.advance"]
    return min(rules["pay_months"] * pay, down(part(balance, rules["balance_percent"])))


def _special_cause(given: Given, limit: int, figures: InForce) -> str | None:
    """Why the advance needs special reasons; None when it does not."""
    if given.previous_advance == "running":
        first = _ceiling(given.previous_pay, given.previous_balance, figures)
        return "together_above" if given.previous_amount + given.amount > first else None
    gap = figures["gpf.advance.gap_months"]
    repaid = given.previous_repaid_on if given.previous_advance == "repaid" else None
    return first_reason(
        (
            ("above_ceiling", given.amount > limit),
            ("repaid_lately", bool(repaid and add_months(repaid, gap) > given.application_date)),
        )
    )


def _reason(given: Given, kind: str, count: int, available: int, figures: InForce) -> str | None:
    rules = figures["gpf.advance"]
    too_few = count < rules["least_instalments"] and not given.fewer_at_own_request
    needs_reasons = kind == "special" and not given.special_reasons_accepted
    never, out_of_range, too_late = INSTALMENT_REASONS
    return first_reason(
        (
            ("amount_over_balance", given.amount > given.balance),
            ("special_reasons_needed", needs_reasons),
            (never, available == 0),
            (out_of_range, too_few or count > rules[kind]),
            (too_late, count > available),
        )
    )


def _kind_steps(given: Given, cause: str | None, figures: InForce) -> list[Line]:
    if given.previous_advance != "running":
        return [line(cause or "within_ceiling")]
    first = _ceiling(given.previous_pay, given.previous_balance, figures)
    total = given.previous_amount + given.amount
    return [line(cause or "together_within", first=first, total=total)]


def _warnings(reason: str | None, kind: str) -> list[Line]:
    warnings = [line("special_is_discretion")] if kind == "special" else []
    return [*warnings, line("may_pay_faster")] if reason is None else warnings

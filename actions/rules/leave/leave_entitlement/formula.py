"""May this spell of leave be granted: Clerk Handbook, chapter 7."""

from collections.abc import Iterable, Mapping

from actions.rules import parameters
from actions.rules.errors import InputError, problem
from actions.rules.leave.leave_entitlement import terms as leave_terms
from actions.rules.leave.leave_entitlement.terms import Terms
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

LAST = {"hi": "पिछला मातृत्व अवकाश समाप्त होने की तारीख", "en": "Last day of the earlier leave"}
START = {"hi": "अवकाश शुरू होने की तारीख", "en": "First day of leave"}
BY_STATUS = {
    "private_affairs": {"permanent": "private_permanent", "temporary": "private_temporary"},
    "medical_certificate": {"permanent": "medical_permanent", "temporary": "medical_temporary"},
    "extraordinary": {"permanent": "long_unpaid", "temporary": "short_unpaid"},
}
REASONS = (
    "women_only",
    "service_too_short",
    "retirement_too_near",
    "department_not_covered",
    "two_living_children",
    "used_twice",
    "gap_under_two_years",
    "medical_certificate_missing",
    "not_two_eldest",
    "child_18_or_over",
    "three_spells_used",
    "on_probation",
    "adopted_child_too_old",
    "gazetted_not_eligible",
    "lapsed_after_one_month",
    "below_minimum_spell",
    "insufficient_balance",
    "total_limit_exceeded",
    "spell_limit_exceeded",
    "combined_absence_over_28_months",
)


def check(given: Given) -> Iterable[InputError]:
    """The earlier leave ended before this one begins."""
    last, start = given.last_leave_end_date, given.start_date
    if last and start and last >= start:
        yield problem("last_leave_end_date", "must_precede", LAST, other=START)


def compute(given: Given) -> Finding:
    """Limits, what remains before and after, and the leave pay."""
    figures = parameters.at(given.as_of)
    terms = leave_terms.of(given, figures)
    before = _remaining(given, terms)
    reason = _refusal(given, terms, before)
    full = _full_part(given, terms) if reason is None else None
    used = 0 if reason else given.requested
    result = {
        "admissible": reason is None,
        "reason": reason,
        "unit": terms.unit,
        "spell_limit": terms.spell,
        "total_limit": terms.total,
        "remaining_before": before,
        "remaining_after": None if before is None else before - used,
        "leave_pay": _pay(given, terms, full),
        "full_pay_part": full,
        "half_pay_part": None if full is None else given.requested - full,
    }
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=line(reason or _granted(result)),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _remaining(given: Given, terms: Terms) -> int | None:
    """What is left of the total or of the balance before this leave."""
    if terms.total is None:
        return terms.balance
    left: int = terms.total - given.already_used
    return max(0, left)


def _refusal(given: Given, terms: Terms, before: int | None) -> str | None:
    over = before is not None and given.requested > before
    limited = {
        **terms.bars,
        "insufficient_balance": over and terms.total is None,
        "total_limit_exceeded": over and terms.total is not None,
        "spell_limit_exceeded": terms.spell is not None and given.requested > terms.spell,
    }
    return next((code for code in REASONS if limited.get(code)), None)


def _full_part(given: Given, terms: Terms) -> int | None:
    """Months on full pay; only leave on medical certificate is split."""
    if terms.full_months is None:
        return None
    return min(given.requested, max(0, terms.full_months - given.already_used))


def _pay(given: Given, terms: Terms, full: int | None) -> str:
    if full is None or full == given.requested:
        return terms.pay
    return "full_then_half" if full else "half"


def _steps(given: Given, result: Mapping[str, object]) -> list[Line]:
    by_status = BY_STATUS.get(given.leave_type)
    steps = [line(by_status[given.status] if by_status else str(given.leave_type))]
    if result["spell_limit"] is not None:
        steps.append(line("spell"))
    if result["total_limit"] is not None:
        steps.append(line("total"))
    elif result["remaining_before"] is not None:
        steps.append(line("balance"))
    if result["reason"]:
        return [*steps, line(str(result["reason"]))]
    if result["leave_pay"] == "not_stated":
        return steps
    split = result["leave_pay"] == "full_then_half"
    return [*steps, line("pay_split" if split else "pay")]


def _granted(result: Mapping[str, object]) -> str:
    """The answer's sentence: with the pay where the rule states it, with the rest if any."""
    rest = result["remaining_after"] is not None
    if result["leave_pay"] == "not_stated":
        return "allowed_with_rest" if rest else "allowed"
    return "granted_with_rest" if rest else "granted"


def _warnings(given: Given, result: Mapping[str, object]) -> list[Line]:
    kind, reason = given.leave_type, result["reason"]
    special = kind == "extraordinary" and given.status == "temporary"
    asked_for_more = special and given.eol_purpose != "general"
    said = (
        ("short_class", kind == "medical_certificate" and given.status == "temporary"),
        ("falls_back", asked_for_more and not _has_special_spell(given, result)),
        ("item_missing", kind == "maternity"),
        ("procedure_like_earned", kind == "child_care"),
        ("negation_lost", reason == "below_minimum_spell"),
        ("both_conditions", kind == "study"),
        ("pay_not_stated", result["leave_pay"] == "not_stated"),
        ("head_of_office_sanctions", kind == "quarantine"),
    )
    return [line(key) for key, applies in said if applies]


def _has_special_spell(given: Given, result: Mapping[str, object]) -> bool:
    figures = parameters.at(given.as_of)
    return result["spell_limit"] == figures["leave.extraordinary"][given.eol_purpose]

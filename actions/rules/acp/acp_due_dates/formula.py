"""Financial upgradation (ACP): Clerk Handbook, chapter 6."""

from collections.abc import Iterable, Mapping

from actions.rules import parameters
from actions.rules.acp.acp_due_dates import levels
from actions.rules.acp.acp_due_dates.levels import Dues
from actions.rules.errors import InputError, problem
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line

START = {"hi": "नियमित नियुक्ति की तारीख", "en": "Date of regular appointment"}
FOLLOWING = {
    "promotion_date": {"hi": "पहली पदोन्नति की तारीख", "en": "Date of first promotion"},
    "forgone_date": {"hi": "पदोन्नति से इनकार की तारीख", "en": "Date a promotion was refused"},
}


def check(given: Given) -> Iterable[InputError]:
    """A promotion, taken or refused, comes after the day of appointment."""
    for field, title in FOLLOWING.items():
        day = getattr(given, field)
        if day and given.service_start_date and day <= given.service_start_date:
            yield problem(field, "must_follow", title, other=START)


def compute(given: Given) -> Finding:
    """The date of each level, what moved it, and the one that comes next."""
    figures = parameters.at(given.as_of)
    base = levels.base(given.service_start_date, figures["acp.level_years"][given.cadre])
    early = _promoted_before(given, base)
    unstated = early and given.cadre == "medical_officer"
    unshifted = base
    if early:
        gap = figures["acp.promotion_gap_years"]
        unshifted = levels.after_promotion(None if unstated else given.promotion_date, gap)
    dues, shift = levels.after_refusal(unshifted, given)
    reason = _refusal(given, unstated=unstated, withheld=shift.withheld)
    next_level, next_due = levels.upcoming(dues, given.as_of)
    predates = base[0] is not None and base[0] < figures["acp.periods.acp_from"]
    result = {
        "admissible": reason is None,
        "reason": reason,
        **{f"{n}_due": due for n, due in zip(levels.NAMES, dues, strict=True)},
        "first_replaced_by_promotion": early and not unstated,
        "shifted_level": shift.level,
        "shift_months": shift.months,
        "shift_days": shift.days,
        "next_level": next_level,
        "next_due": next_due,
        "committee_decision_required": given.adverse_entry_or_penalty,
        "first_predates_scheme": predates,
    }
    return Finding(
        result=result,
        steps=[*_steps(given, result, base, unshifted), *_level_steps(dues)],
        summary=_summary(result),
        figures=figures,
        warnings=_warnings(result),
    )


def _promoted_before(given: Given, base: Dues) -> bool:
    first, promoted = base[0], given.promotion_date
    return first is not None and promoted is not None and promoted < first


def _refusal(given: Given, *, unstated: bool, withheld: bool) -> str | None:
    return first_reason(
        (
            ("promotion_rule_not_stated", unstated),
            ("promotion_forgone_no_consent", withheld),
            ("service_not_regular", not given.service_regular_satisfactory),
            ("proceedings_pending", given.proceedings_pending),
            ("court_case_pending", given.court_case_pending),
        )
    )


def _steps(given: Given, result: Mapping[str, object], base: Dues, unshifted: Dues) -> list[Line]:
    years = "years_general" if given.cadre == "general" else "years_medical_officer"
    steps = [line(years, base=[due for due in base if due])]
    if result["reason"]:
        steps.append(line(str(result["reason"])))
    if result["first_replaced_by_promotion"]:
        steps.append(line("promotion", second=unshifted[1]))
    level = result["shifted_level"]
    if level and given.consent_date:
        was = unshifted[levels.NAMES.index(str(level))]
        steps.append(line("shifted", was=was, shifted_due=result[f"{level}_due"]))
    return steps


def _moved(result: Mapping[str, object]) -> bool:
    return bool(result["shift_months"] or result["shift_days"])


def _summary(result: Mapping[str, object]) -> Line:
    if result["reason"]:
        return line(str(result["reason"]))
    if not result["next_due"]:
        return line("none_ahead")
    level = result["shifted_level"]
    if _moved(result) and level != result["next_level"]:
        return line("moved_and_next", shifted_due=result[f"{level}_due"])
    return line("next")


def _level_steps(dues: Dues) -> list[Line]:
    named = zip(levels.NAMES, dues, strict=True)
    return [line("level", level=name, due=due) for name, due in named if due]


def _warnings(result: Mapping[str, object]) -> list[Line]:
    said = (
        ("third_not_stated", result["first_replaced_by_promotion"]),
        ("committee", result["committee_decision_required"]),
        ("time_scale", result["first_predates_scheme"]),
        ("only_next_level", _moved(result)),
    )
    return [line(key) for key, applies in said if applies]

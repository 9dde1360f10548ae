"""Financial upgradation (ACP): Clerk Handbook, chapter 6."""

from collections.abc import Iterable, Mapping

from actions.rules import parameters
from actions.rules.acp.acp_due_dates import levels
from actions.rules.acp.acp_due_dates.levels import Dues, Shift
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
    dues, shift = base, Shift()
    if unstated:
        dues = [None] * len(base)
    else:
        if early:
            gap = figures["acp.promotion_gap_years"]
            dues = levels.after_promotion(given.promotion_date, gap)
        dues, shift = levels.after_refusal(dues, given)
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
        steps=_steps(given, result, base, dues, withheld=shift.withheld),
        summary=line(reason or ("next" if next_due else "none_ahead")),
        figures=figures,
        warnings=_warnings(result, early=early),
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


def _steps(
    given: Given, result: Mapping[str, object], base: Dues, dues: Dues, *, withheld: bool
) -> list[Line]:
    steps = [line("years_general" if given.cadre == "general" else "years_medical_officer")]
    steps[0] = line(steps[0].key, base=[due for due in base if due])
    if result["reason"]:
        steps.append(line(str(result["reason"])))
    if result["first_replaced_by_promotion"]:
        second = given.promotion_date and levels.add_years(given.promotion_date, 0)
        steps.append(line("promotion", second=second))
    if result["shifted_level"] and not withheld:
        steps.append(line("shifted", shifted_due=result[f"{result['shifted_level']}_due"]))
    shown = [(n, due) for n, due in zip(levels.NAMES, dues, strict=True) if due]
    return steps + [line("level", level=name, due=due) for name, due in shown]


def _warnings(result: Mapping[str, object], *, early: bool) -> list[Line]:
    warnings = []
    if early and result["first_replaced_by_promotion"]:
        warnings.append(line("third_not_stated"))
    if result["committee_decision_required"]:
        warnings.append(line("committee"))
    if result["first_predates_scheme"]:
        warnings.append(line("time_scale"))
    if result["shifted_level"]:
        warnings.append(line("only_next_level"))
    return warnings

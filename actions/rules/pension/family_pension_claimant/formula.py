"""Order of members for the family pension: Clerk Handbook, chapter 9, para 10."""

from collections.abc import Iterator
from types import SimpleNamespace

from actions.rules import parameters
from actions.rules.dates import add_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.pension.family_pension_claimant import classes
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import part, up

MEMBERS_TITLE = {"hi": "परिवार के सदस्य", "en": "Members of the family"}
AS_OF_TITLE = {"hi": "गणना की तारीख", "en": "Date of calculation"}


def check(given: Given) -> Iterator[InputError]:
    """Nobody is born after the day of calculation."""
    if given.as_of and any(
        row.birth_date and row.birth_date > given.as_of for row in given.members or ()
    ):
        yield problem("members", "too_late", MEMBERS_TITLE, other=AS_OF_TITLE)


def compute(given: Given) -> Finding:
    """The one who draws it on `as_of`, and who would follow in the same class."""
    figures = parameters.at(given.as_of)
    limit = _income_limit(given, figures)
    age = figures["pension.family_child_age"]
    chosen, order = classes.first_class(given.members, given.as_of, age, limit)
    reason = None if order else _refusal(given)
    payee = order[0] if order else None
    until = None
    if payee is not None and chosen == "one_b":
        until = add_years(payee.birth_date, age)
    result = {
        "admissible": payee is not None,
        "reason": reason,
        "payee_name": payee.name if payee else None,
        "payee_class": chosen if payee else None,
        "payable_until": until,
        "order": [row.name for row in order],
        "income_limit": limit,
    }
    return Finding(
        result=result,
        steps=_steps(chosen, order, reason),
        summary=_summary(chosen, order, reason),
        figures=figures,
        warnings=_warnings(given, order),
    )


def _income_limit(given: Given, figures: InForce) -> int:
    """Rupees a month: the least family pension with the relief on it."""
    base: int = figures["pension.dependant_income_base"]
    return base + up(part(base, given.dr_percent))


def _refusal(given: Given) -> str:
    blocked = classes.has_disabled_child(given.members)
    return "disabled_child_blocks_class_two" if blocked else "no_eligible_member"


def _steps(chosen: str, order: list[SimpleNamespace], reason: str | None) -> list[Line]:
    if reason:
        return [line("income_limit"), line(reason)]
    steps = [] if chosen == "one_a" else [line("income_limit"), line("no_spouse")]
    if chosen in ("two_c", "two_d"):
        steps.append(line("class_one_empty"))
    steps.append(line(chosen))
    return [*steps, line("elder_first")] if len(order) > 1 and chosen != "one_a" else steps


def _summary(chosen: str, order: list[SimpleNamespace], reason: str | None) -> Line:
    if reason:
        return line(reason)
    return line(chosen)


def _warnings(given: Given, order: list[SimpleNamespace]) -> list[Line]:
    warnings = []
    widows = [row for row in order if row.relation in classes.SPOUSES]
    if len(widows) > 1:
        warnings.append(line("more_than_one_spouse"))
    if any(row.disabled and row.relation in classes.CHILDREN for row in given.members):
        warnings.append(line("disabled_child_own_rules"))
    return warnings

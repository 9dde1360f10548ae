"""Who is family under the medical attendance rules of 2011: Clerk Handbook, chapter 5."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_years, completed_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part

UNCOVERED = ("stepfather", "parent_in_law", "other")
SONS = ("son", "stepson")
DAUGHTERS = ("daughter", "stepdaughter")
ONCE_MARRIED = ("divorced", "abandoned", "widowed")
AGE_TITLE = {"hi": "पूरी आयु (वर्ष)", "en": "Age in completed years"}
BIRTH_TITLE = {"hi": "जन्मतिथि", "en": "Date of birth"}


def check(given: Given) -> Iterator[InputError]:
    """An age that does not agree with the date of birth is refused."""
    born, age, start = given.date_of_birth, given.age_years, given.treatment_start_date
    if None not in (born, age, start) and born <= start and completed_years(born, start) != age:
        yield problem("age_years", "disagrees", AGE_TITLE, other=BIRTH_TITLE)


def compute(given: Given) -> Finding:
    """Whether the relative counts as family on the day treatment starts."""
    figures = parameters.at(given.treatment_start_date, field="treatment_start_date")
    tested = given.relation not in ("spouse", *UNCOVERED)
    for_life_son = given.relation in SONS and given.permanently_disabled
    age_limit = _age_limit(given, figures)
    income_limit = _income_limit(given, figures) if tested else None
    reason = _refusal(given, age_limit, income_limit)
    admissible = reason is None
    lifelong = for_life_son or _is_daughter_or_sister_alone(given)
    result = {
        "admissible": admissible,
        "reason": reason,
        "dependency_test_applies": given.relation != "spouse",
        "income_limit": income_limit,
        "age_limit": age_limit,
        "lifelong": admissible and lifelong,
        "valid_until": _valid_until(given, age_limit) if admissible else None,
    }
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=_summary(result),
        figures=figures,
        warnings=_warnings(given),
    )


def _age_limit(given: Given, figures: InForce) -> int | None:
    """Years of age at which the relative stops being family; None when age does not matter."""
    limit: int | None = None
    if given.relation in SONS and not given.permanently_disabled:
        limit = figures["medical.son_age_limit"]
    elif given.relation == "brother":
        limit = figures["medical.brother_age_limit"]
    return limit


def _income_limit(given: Given, figures: InForce) -> int:
    """Rupees a month: the base pension with the dearness relief on it, fraction dropped."""
    base: int = figures["medical.dependant_base_pension"]
    return down(base + part(base, given.dearness_relief_percent))


def _refusal(given: Given, age_limit: int | None, income_limit: int | None) -> str | None:
    return first_reason(
        (
            ("relation_not_covered", given.relation in UNCOVERED),
            ("marital_status_bars", _is_barred_by_marriage(given)),
            ("employed_bars", _is_barred_by_job(given)),
            ("age_limit_reached", age_limit is not None and _has_reached(given, age_limit)),
            (
                "income_above_limit",
                income_limit is not None and given.monthly_income > income_limit,
            ),
            (
                "not_residing_with_employee",
                income_limit is not None and not given.residing_with_employee,
            ),
        )
    )


def _is_barred_by_marriage(given: Given) -> bool:
    if given.relation in SONS:
        return not given.permanently_disabled and given.marital_status != "unmarried"
    return given.relation in (*DAUGHTERS, "sister") and given.marital_status == "married"


def _is_barred_by_job(given: Given) -> bool:
    """A sister's or a once-married daughter's job counts only through the income."""
    if given.relation in SONS:
        return bool(given.employed) and not given.permanently_disabled
    alone = given.marital_status in ONCE_MARRIED
    return given.relation in DAUGHTERS and bool(given.employed) and not alone


def _has_reached(given: Given, age_limit: int) -> bool:
    """On the limiting birthday itself the relative is already out."""
    if given.date_of_birth is None:
        return bool(given.age_years >= age_limit)
    return bool(given.treatment_start_date >= add_years(given.date_of_birth, age_limit))


def _is_daughter_or_sister_alone(given: Given) -> bool:
    return given.relation in (*DAUGHTERS, "sister") and given.marital_status in ONCE_MARRIED


def _valid_until(given: Given, age_limit: int | None) -> date | None:
    """Last day as family: the day before the limiting birthday."""
    if age_limit is None or given.date_of_birth is None:
        return None
    return add_days(add_years(given.date_of_birth, age_limit), -1)


def _steps(given: Given, result: dict[str, object]) -> list[Line]:
    if given.relation == "spouse":
        return [line("spouse_always")]
    if given.relation in UNCOVERED:
        return [line("relation_not_covered")]
    steps = [line("relation_listed")]
    limit = result["age_limit"]
    if limit is not None:
        steps.append(line("son_limits" if given.relation in SONS else "brother_limit"))
    if limit is None and given.relation in (*SONS, *DAUGHTERS, "sister"):
        steps.append(line(_status_rule(given)))
    home = "lives_with_you" if given.residing_with_employee else "lives_apart"
    steps += [line("income_limit"), line(home)]
    reason = result["reason"]
    return [*steps, line(str(reason))] if reason else steps


def _status_rule(given: Given) -> str:
    if given.relation in SONS:
        return "disabled_for_life"
    if given.marital_status in ONCE_MARRIED:
        return "alone_for_life"
    return "sister_until_marriage" if given.relation == "sister" else "daughter_until_job"


def _summary(result: dict[str, object]) -> Line:
    if result["reason"]:
        return line(str(result["reason"]))
    if result["valid_until"]:
        return line("counts_until")
    return line("counts_for_life" if result["lifelong"] else "counts")


def _warnings(given: Given) -> list[Line]:
    warnings = []
    if given.relation in (*DAUGHTERS, "sister") and given.marital_status == "widowed":
        warnings.append(line("widowed_named_in_note"))
    if given.relation == "sister" and given.employed:
        warnings.append(line("sister_job_not_mentioned"))
    return warnings

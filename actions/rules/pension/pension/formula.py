"""Monthly pension: Clerk Handbook, chapter 9, para 2 and para 7 (order of 08-12-2008)."""

from fractions import Fraction

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.pension import half_years
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part, up


def compute(given: Given) -> Finding:
    """Rupees a month, before commutation and relief."""
    figures = parameters.at(given.as_of)
    found = half_years.completed_half_years(given.service_years, given.service_months, figures)
    counted = half_years.counted(found, figures)
    emoluments = max(given.last_pay, given.ten_month_average)
    reason = first_reason(
        (
            ("rules_before_2006", given.retirement_date < figures["pension.formula_start"]),
            ("service_under_10_years", not half_years.earns_pension(found, figures)),
        )
    )
    parts = _within_limits(_earned(emoluments, counted, figures), given, figures)
    earned, floored, pension = parts
    ceiling = _ceiling(given, figures)
    result = {
        "admissible": reason is None,
        "reason": reason,
        "half_years": found,
        "half_years_counted": counted,
        "emoluments_used": emoluments,
        "basis": "last_pay" if given.last_pay >= given.ten_month_average else "ten_month_average",
        "pension": pension if reason is None else _unpaid(reason),
        "full_pension": found >= figures["pension.full_pension_half_years"],
        "minimum_applied": reason is None and floored > earned,
        "maximum_applied": reason is None and pension < floored,
    }
    return Finding(
        result=result,
        steps=_steps(result, earned, ceiling, figures),
        summary=line(reason or "monthly"),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _earned(emoluments: int, counted: int, figures: InForce) -> int:
    """Emoluments × half-years / (2 × those of a full pension), to the next rupee."""
    return up(Fraction(emoluments * counted, 2 * figures["pension.full_pension_half_years"]))


def _within_limits(earned: int, given: Given, figures: InForce) -> tuple[int, int, int]:
    """The earned sum, the sum after the floor, and the sum after the ceiling."""
    floored = max(earned, figures["pension.minimum_pension"])
    return earned, floored, min(floored, _ceiling(given, figures))


def _ceiling(given: Given, figures: InForce) -> int:
    highest = given.highest_state_pay or figures["pension.highest_state_pay"]
    return down(part(highest, figures["pension.highest_share_percent"]))


def _unpaid(reason: str) -> int | None:
    """No pension is earned, or it is one that other rules settle."""
    return 0 if reason == "service_under_10_years" else None


def _steps(result: dict[str, object], earned: int, ceiling: int, figures: InForce) -> list[Line]:
    if result["reason"]:
        return [line("half_years"), line(str(result["reason"]))]
    divisor = 2 * figures["pension.full_pension_half_years"]
    steps = [line("half_years"), line(str(result["basis"]))]
    steps.append(line("formula", divisor=divisor, earned=earned))
    if result["minimum_applied"]:
        steps.append(line("minimum", earned=earned))
    if result["maximum_applied"]:
        steps.append(line("maximum", ceiling=ceiling))
    return steps


def _warnings(given: Given, result: dict[str, object]) -> list[Line]:
    warnings = []
    if result["maximum_applied"] and given.highest_state_pay is None:
        warnings.append(line("ceiling_figure"))
    if result["minimum_applied"]:
        warnings.append(line("minimum_day_corrected"))
    if result["reason"] is None:
        warnings.append(line("before_commutation"))
    return warnings

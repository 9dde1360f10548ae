"""Service, retirement and death gratuity: Clerk Handbook, chapter 9, para 9 (1)-(3)."""

from decimal import Decimal
from fractions import Fraction

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.pension import half_years
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import nearest, part, up


def compute(given: Given) -> Finding:
    """Rupees, once; the multiple is of one month's emoluments."""
    figures = parameters.at(given.as_of)
    found = half_years.completed_half_years(given.service_years, given.service_months, figures)
    reason = _refusal(given, half_years.earns_pension(found, figures), figures)
    cap = None if given.kind == "service" else _cap(given, figures)
    multiple = None if reason else _multiple(given, found, figures)
    uncapped = None if multiple is None else up(given.emoluments * Fraction(multiple))
    cut = uncapped is not None and cap is not None and uncapped > cap
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "half_years": found,
        "multiple": multiple,
        "uncapped_amount": uncapped,
        "cap": cap,
        "cap_applied": cut,
        "amount": cap if cut else uncapped,
    }
    return Finding(
        result=result,
        steps=_steps(given, result, figures),
        summary=line(reason or given.kind),
        figures=figures,
        warnings=_warnings(given, result, figures),
    )


def _refusal(given: Given, earns_pension: bool, figures: InForce) -> str | None:
    retirement = given.kind == "retirement"
    least = figures["pension.gratuity_least_years"]
    return first_reason(
        (
            ("pension_admissible_instead", given.kind == "service" and earns_pension),
            ("service_under_5_years", retirement and given.service_years < least),
            ("not_permanent", retirement and not earns_pension and not given.permanent),
        )
    )


def _cap(given: Given, figures: InForce) -> int:
    """Rupees; raised once dearness allowance has reached a certain rate."""
    cap: int = figures["pension.gratuity_cap"]
    rise = figures["pension.gratuity_cap_raise"]
    if given.da_percent >= rise["allowance_percent"]:
        cap += nearest(part(cap, rise["raise_percent"]))
    return cap


def _multiple(given: Given, found: int, figures: InForce) -> Decimal:
    """How many months' emoluments: by half-years, or for a shorter life of service by bands."""
    if _is_banded(given, figures):
        bands: dict[int, int] = figures["pension.death_gratuity_bands"]
        return Decimal(bands[max(start for start in bands if start <= given.service_years)])
    percent = Decimal(figures["pension.gratuity_percent"][given.kind])
    times = found * percent / 100
    most = figures["pension.gratuity_most_times"].get(given.kind)
    return times if most is None else min(times, Decimal(str(most)))


def _is_banded(given: Given, figures: InForce) -> bool:
    if given.kind != "death":
        return False
    return bool(given.service_years < figures["pension.death_gratuity_full_years"])


def _steps(given: Given, result: dict[str, object], figures: InForce) -> list[Line]:
    steps = [line("half_years")]
    if result["reason"]:
        return [*steps, line(str(result["reason"]))]
    if _is_banded(given, figures):
        steps = [line("band")]
    else:
        percent = figures["pension.gratuity_percent"][given.kind]
        steps.append(line("by_half_years", percent=percent))
        if given.kind != "service":
            steps.append(line("most", most=figures["pension.gratuity_most_times"][given.kind]))
    steps.append(line("product"))
    if given.kind == "service":
        return [*steps, line("uncapped")]
    raised = given.da_percent >= figures["pension.gratuity_cap_raise"]["allowance_percent"]
    return [*steps, line("raised_cap" if raised else "cap")]


def _warnings(given: Given, result: dict[str, object], figures: InForce) -> list[Line]:
    if result["reason"]:
        return []
    warnings = [line("allowance_not_added")]
    if given.kind == "death" and not _is_banded(given, figures):
        warnings.append(line("printed_as_half"))
    return warnings

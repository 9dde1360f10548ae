"""Qualifying service: Clerk Handbook, chapter 9, when pension is due, counting of service."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_months, add_years, completed_months
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.pension import half_years
from actions.rules.pension.qualifying_service import spells
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

FORFEITING = ("resignation", "dismissal", "removal", "strike")
NOT_COUNTED = ("other", "suspension_not_counted")
BIRTH_TITLE = {"hi": "जन्मतिथि", "en": "Date of birth"}


def check(given: Given) -> Iterator[InputError]:
    """The birth must come before joining, every spell inside the service."""
    born, joined = given.birth_date, given.joining_date
    if born and joined and born >= joined:
        other = spells.TITLES["joining_date"]
        yield problem("birth_date", "not_earlier", BIRTH_TITLE, other=other)
    yield from spells.outside_service(given)


def compute(given: Given) -> Finding:
    """Net service in years, months and days, and the half-years in it."""
    figures = parameters.at(given.leaving_date, field="leaving_date")
    adult = add_years(given.birth_date, figures["pension.boy_service_age"])
    began = max(given.joining_date, adult)
    counted_from = spells.day_after_last(_forfeiting(given), began)
    deducted = spells.distinct_days(_deductible(given), counted_from)
    years, months, days = _length(add_days(counted_from, deducted), given.leaving_date)
    found = half_years.completed_half_years(years, months, figures)
    earns = half_years.earns_pension(found, figures)
    result = {
        "years": years,
        "months": months,
        "days": days,
        "half_years": found,
        "half_years_counted": half_years.counted(found, figures),
        "pension_admissible": earns,
        "deemed_ten_years": earns and 2 * years < figures["pension.pension_half_years"],
        "boy_service_days": max(0, (adult - given.joining_date).days),
        "forfeited_days": (counted_from - began).days,
        "deducted_days": deducted,
        "counted_from": counted_from,
    }
    return Finding(
        result=result,
        steps=_steps(given, result, figures),
        summary=line("earns_pension" if earns else "no_pension"),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _forfeiting(given: Given) -> list[spells.Spell]:
    return [spells.bounds(row) for row in given.interruptions if row.cause in FORFEITING]


def _deductible(given: Given) -> list[spells.Spell]:
    leave = [spells.bounds(row) for row in given.leave_spells if row.ground in NOT_COUNTED]
    return leave + [spells.bounds(row) for row in given.interruptions if row.cause == "other"]


def _length(start: date, last: date) -> tuple[int, int, int]:
    """Full years, months and days from a day to the end of the last day (which was served)."""
    end = add_days(last, 1)
    if start >= end:
        return 0, 0, 0
    total = completed_months(start, end)
    years, months = divmod(total, 12)
    return years, months, (end - add_months(start, total)).days


def _steps(given: Given, result: dict[str, object], figures: InForce) -> list[Line]:
    steps = [line("whole_service")]
    if result["boy_service_days"]:
        steps.append(line("boy_service"))
    if result["forfeited_days"]:
        steps.append(line("forfeited"))
    if len(given.leave_spells) + len(given.interruptions) > len(_forfeiting(given)):
        steps.append(line("deducted"))
    steps += [line("net_service"), line("half_years")]
    if result["deemed_ten_years"]:
        steps.append(line("deemed"))
    return (
        [*steps, line("capped")] if result["half_years"] != result["half_years_counted"] else steps
    )


def _warnings(given: Given, result: dict[str, object]) -> list[Line]:
    warnings = []
    if result["forfeited_days"]:
        warnings.append(line("forfeiture_is_grave"))
    if any(row.cause == "other" for row in given.interruptions):
        warnings.append(line("other_gap_not_stated"))
    return warnings

"""The terms of each kind of leave: limits, pay, and the bars that apply to this employee."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.rules.dates import add_days, add_months, add_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Terms:
    """What one kind of leave allows.

    Attributes:
        bars: codes of the conditions that are not met.
        total: ceiling over the service or the year, None where there is none.
        spell: longest single spell, None where there is none.
        balance: what stands to the employee's credit, where that is the ceiling.
        pay: full, half, none or not_stated.
        unit: days or months.
        full_months: medical certificate only: months of the service total on full pay.
    """

    bars: Mapping[str, bool] = field(default_factory=dict)
    total: int | None = None
    spell: int | None = None
    balance: int | None = None
    pay: str = "full"
    unit: str = "days"
    full_months: int | None = None


def of(given: Given, figures: InForce) -> Terms:
    """The terms that apply to the leave asked for."""
    return KINDS[given.leave_type](given, figures)


def _earned(given: Given, figures: InForce) -> Terms:
    spell = figures["leave.earned_spell_days"][given.spent]
    return Terms(spell=spell, balance=given.balance_days)


def _private_affairs(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.private_affairs"]
    limits = rule[given.status]
    temporary = given.status == "temporary"
    short = temporary and given.service_years < rule["temporary_least_years"]
    return Terms(
        bars={"service_too_short": short},
        total=limits["total_days"],
        spell=limits[given.spent],
        pay="half",
    )


def _medical_certificate(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.medical_certificate"]
    full = rule["full_months"]
    total = full
    if given.status == "permanent":
        total = full + (rule["board_extra_months"] if given.medical_board_recommended else 0)
    elif not _ranks_as_permanent(given, rule):
        total = full = rule["short_service_months"]
    return Terms(total=total, unit="months", full_months=full)


def _ranks_as_permanent(given: Given, rule: Rule) -> bool:
    return bool(
        given.service_years >= rule["least_years"]
        and given.appointment_regular
        and given.integrity_certified
        and not given.proceedings_pending
    )


def _maternity(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.maternity"]
    too_soon = False
    if given.times_used:
        again = add_years(given.last_leave_end_date, rule["gap_years"])
        too_soon = given.start_date <= again
    bars = {
        "women_only": given.gender != "female",
        "two_living_children": given.living_children >= rule["living_children"],
        "used_twice": given.times_used >= rule["times"],
        "gap_under_two_years": too_soon,
    }
    return Terms(bars=bars, spell=rule["spell_days"])


def _miscarriage(given: Given, figures: InForce) -> Terms:
    bars = {
        "women_only": given.gender != "female",
        "medical_certificate_missing": not given.medical_certificate,
    }
    return Terms(bars=bars, spell=figures["leave.miscarriage.spell_days"])


def _child_care(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.child_care"]
    bars = {
        "women_only": given.gender != "female",
        "not_two_eldest": given.child_rank > rule["eldest"],
        "child_18_or_over": given.child_age_years >= rule["age_years"],
        "three_spells_used": given.spells_this_year >= rule["spells_a_year"],
        "on_probation": given.on_probation and not given.special_circumstances,
        "below_minimum_spell": given.requested < rule["least_days"],
    }
    return Terms(bars=bars, total=rule["total_days"])


def _adoption(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.adoption"]
    bars = {
        "women_only": given.gender != "female",
        "two_living_children": given.living_children >= rule["living_children"],
        "adopted_child_too_old": given.adopted_child_age_months >= rule["age_months"],
    }
    return Terms(bars=bars, spell=rule["spell_days"])


def _extraordinary(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.extraordinary"]
    spell = rule["permanent"]
    if given.status == "temporary":
        spell = rule[given.eol_purpose if _purpose_holds(given, rule) else "general"]
    return Terms(spell=spell, pay="none", unit="months")


def _purpose_holds(given: Given, rule: Rule) -> bool:
    """Whether a temporary servant meets the conditions of the purpose named."""
    if given.eol_purpose == "general":
        return True
    certified = given.medical_certificate or given.eol_purpose == "public_interest_study"
    return bool(certified and given.service_years >= rule["least_years"])


def _study(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.study"]
    absence = given.requested + given.other_leave_months
    bars = {
        "service_too_short": given.service_years <= rule["least_years"],
        "retirement_too_near": given.years_to_retirement <= rule["years_left"],
        "department_not_covered": given.department == "other",
        "combined_absence_over_28_months": absence > rule["absence_months"],
    }
    spell = rule["exceptional_spell_months" if given.exceptional else "spell_months"]
    return Terms(bars=bars, total=rule["total_months"], spell=spell, pay="half", unit="months")


def _casual(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.casual"]
    spell = rule["year_days" if given.exceptional else "spell_days"]
    return Terms(total=rule["year_days"], spell=spell, pay="not_stated")


def _special_casual(given: Given, figures: InForce) -> Terms:
    total = figures["leave.special_casual"][given.association_role]
    return Terms(total=total, pay="not_stated")


def _compensatory(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.compensatory"]
    lapsed = False
    if given.due_date:
        last = add_days(given.start_date, given.requested - 1)
        lapsed = last > add_months(given.due_date, rule["use_months"])
    earned = given.full_days_worked + given.half_days_worked // 2
    return Terms(
        bars={"gazetted_not_eligible": given.gazetted, "lapsed_after_one_month": lapsed},
        spell=rule["spell_days"],
        balance=max(0, earned - given.already_used),
        pay="not_stated",
    )


def _quarantine(given: Given, figures: InForce) -> Terms:
    rule: Rule = figures["leave.quarantine"]
    return Terms(
        bars={"medical_certificate_missing": not given.medical_certificate},
        spell=rule["exceptional_days" if given.exceptional else "spell_days"],
        pay="not_stated",
    )


KINDS: Mapping[str, Callable[[Given, InForce], Terms]] = {
    "earned": _earned,
    "private_affairs": _private_affairs,
    "medical_certificate": _medical_certificate,
    "maternity": _maternity,
    "miscarriage": _miscarriage,
    "child_care": _child_care,
    "adoption": _adoption,
    "extraordinary": _extraordinary,
    "study": _study,
    "casual": _casual,
    "special_casual": _special_casual,
    "compensatory": _compensatory,
    "quarantine": _quarantine,
}

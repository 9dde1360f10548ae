"""Daily allowance away from headquarters: Clerk Handbook, chapter 12, A (c) and (f)."""

from collections.abc import Iterator

from actions.rules import parameters
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.travel import cities
from actions.rules.travel.daily_allowance import outside
from actions.rules.travel.daily_allowance.days import Days, count_days, sum_of
from actions.rules.travel.daily_allowance.rates import ceiling_of, rate_of, special_rate

HOURS = {"hi": "ठहराव के घंटे", "en": "Hours of stay"}
DAYS = {"hi": "कितने दिन", "en": "Days of stay"}
WHOLE = "full_days"


def check(given: Given) -> Iterator[InputError]:
    """No more hours than the stay can hold, and one day unless whole days are counted."""
    if None in (given.stay, given.as_of) or given.outside_up:
        return
    most = parameters.at(given.as_of)[f"travel.stay_hours.{given.stay}.most"]
    if given.hours is not None and given.hours > most:
        yield problem("hours", "too_large", HOURS, bound=most)
    if given.days is not None and given.days > 1 and given.stay != WHOLE:
        yield problem("days", "not_applicable", DAYS)


def compute(given: Given) -> Finding:
    """Rupees for the stay, or outside the state the limits of what is repaid."""
    figures = parameters.at(given.as_of)
    if given.outside_up:
        return outside.compute(given, figures)
    city_class = given.city_class or cities.class_of(given.city, figures)
    rate = rate_of(given.level, city_class, figures)
    reason = _reason(given, city_class, figures)
    special = None if reason else special_rate(given, rate, figures)
    days = None if reason else count_days(given, figures)
    daily = rate if special is None else special
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "city_class": city_class,
        "rate": rate,
        "full_days": days and days.full,
        "half_days": days and days.half,
        "unpaid_days": days and days.unpaid,
        "special_rate": special,
        "amount": sum_of(days, daily) if days else 0,
        **dict.fromkeys(outside.FIELDS),
    }
    return Finding(
        result=result,
        steps=_steps(given, reason, special, days, figures),
        summary=line(reason or "pays", daily=daily),
        figures=figures,
        warnings=_warnings(given, city_class, special, days),
    )


def _reason(given: Given, city_class: str, figures: InForce) -> str | None:
    least = figures[f"travel.stay_hours.{given.stay}.least"]
    at_hotel = given.hotel_room_rent is not None
    return first_reason(
        (
            ("stay_too_short", given.hours < least),
            ("other_da_that_day", given.stay != WHOLE and given.other_da_that_day),
            ("hotel_rate_level", at_hotel and ceiling_of(given.level, figures) is None),
            ("hotel_rate_city", at_hotel and city_class != "a"),
            ("voucher_missing", at_hotel and not given.voucher),
        )
    )


def _steps(
    given: Given, reason: str | None, special: int | None, days: Days | None, figures: InForce
) -> list[Line]:
    steps = [line("rate")]
    least = figures[f"travel.stay_hours.{given.stay}.least"]
    if reason or days is None:
        return [*steps, line(reason or "rate", least=least)]
    steps.append(line("long_enough", least=least))
    if special is not None:
        steps.append(line("special", most=ceiling_of(given.level, figures)))
    if given.stay != WHOLE:
        return [*steps, line("one_day")]
    return [*steps, line("days")]


def _warnings(given: Given, city_class: str, special: int | None, days: Days | None) -> list[Line]:
    warnings = []
    if given.city_class is None and city_class == cities.ELSEWHERE:
        warnings.append(line("not_listed"))
    if special is not None:
        warnings.append(line("plus_sign_lost"))
    if days and days.unpaid:
        warnings.append(line("exemption_possible"))
    return warnings

"""Road mileage for a calendar month: Clerk Handbook, chapter 12, A 4."""

from decimal import Decimal
from fractions import Fraction

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import nearest
from actions.rules.travel.levels import is_at_least
from actions.rules.travel.road_mileage.rates import Mileage, by_car, by_other, short_trip


def compute(given: Given) -> Finding:
    """Rupees for the month's kilometres, and how many of them earn something."""
    figures = parameters.at(given.as_of)
    connected = given.places_connected and not given.public_interest_certified
    reason = first_reason(
        (
            ("government_vehicle", given.vehicle == "government"),
            ("places_connected", connected and not given.short_trip),
        )
    )
    mileage = _mileage(given, figures)
    earned = nearest(mileage.rupees)
    fare = None if given.short_trip else given.shared_fare_paid
    amount = earned if fare is None else min(earned, fare)
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "amount": 0 if reason else amount,
        "payable_km": 0 if reason else mileage.payable_km,
        "cap_applied": reason is None and mileage.cut,
    }
    steps = [line(mileage.key, earned=earned, **mileage.figures)]
    if fare is not None:
        steps.append(line("shared", earned=earned))
    return Finding(
        result=result,
        steps=[line(reason)] if reason else steps,
        summary=line(reason or "pays"),
        figures=figures,
        warnings=[] if reason else _warnings(given, mileage, figures),
    )


def _mileage(given: Given, figures: InForce) -> Mileage:
    rates = figures["travel.road_rates"]
    if given.short_trip:
        return short_trip(given.km, rates)
    if given.vehicle == "car" and is_at_least(given.level, rates["car_from"]):
        return by_car(given.km, given.fuel, rates)
    return by_other(given.km, given.vehicle == "non_motor", rates)


def _warnings(given: Given, mileage: Mileage, figures: InForce) -> list[Line]:
    """The rate that may have lost its point, as long as the two readings differ."""
    if mileage.limit is None:
        return []
    rates = figures["travel.road_rates"]
    other = Fraction(given.km) * Fraction(str(rates["other_reading"]))
    if not given.km or other >= mileage.limit:
        return []
    paise = Decimal(str(rates["other_reading"]))
    return [line("doubtful_rate", other=nearest(other), reading=paise, rate=rates["other_rate"])]

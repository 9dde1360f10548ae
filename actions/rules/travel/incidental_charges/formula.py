"""Incidental charges of a duty journey: Clerk Handbook, chapter 12, A 3 and rule 29."""

from fractions import Fraction

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import nearest
from actions.rules.travel.levels import row_for

REFUSED = {"air": "air_journey", "own_expense_vehicle": "road_mileage_instead"}
CAPPED = ("other_pays_running_cost", "free_vehicle")


def compute(given: Given) -> Finding:
    """Rupees for the distance, at the paise a kilometre of the level."""
    figures = parameters.at(given.as_of)
    rate = row_for(given.level, figures["travel.incidental_rates"])["paise"]
    reason = REFUSED.get(given.mode)
    cap = _cap(given, figures)
    by_distance = nearest(Fraction(given.distance_km) * rate / 100)
    amount = by_distance if cap is None else min(by_distance, cap)
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "rate_paise": rate,
        "cap": cap,
        "amount": 0 if reason else amount,
    }
    steps = [line("by_distance", by_distance=by_distance)]
    if cap is not None:
        steps.append(line("capped" if by_distance > cap else "within_cap"))
    return Finding(
        result=result,
        steps=[line("rate"), line(reason)] if reason else [line("rate"), *steps],
        summary=line(reason or "pays"),
        figures=figures,
        warnings=_warnings(given),
    )


def _cap(given: Given, figures: InForce) -> int | None:
    """A day's daily allowance at the ordinary rate, where someone else bears the cost."""
    if given.mode not in CAPPED:
        return None
    return int(row_for(given.level, figures["travel.daily_rates"])["ordinary"])


def _warnings(given: Given) -> list[Line]:
    said = {
        "other_pays_running_cost": "one_of_two",
        "free_vehicle": "long_stay",
        "government_vehicle_driver": "driver_stay",
    }
    return [line(said[given.mode])] if given.mode in said else []

"""Journey home after retirement: Clerk Handbook, chapter 12, rule 81B."""

from collections.abc import Mapping

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.travel.moving import composite_grant, goods_limit


def compute(given: Given) -> Finding:
    """Fare and grant in rupees, goods in kilograms, and the days within which to travel."""
    figures = parameters.at(given.as_of)
    times = figures["travel.retirement_months"]
    last = add_months(given.retirement_date, times["travel"])
    family = _family(given, times)
    reason = first_reason(
        (
            ("exit_kind_excluded", given.exit_kind != "retirement"),
            ("after_six_months", given.travel_date > last),
        )
    )
    if reason == "exit_kind_excluded":
        family["family_admissible"] = None
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "last_date": last,
        **family,
        **_sums(given, reason, figures),
    }
    return Finding(
        result=result,
        steps=_steps(given, result, reason),
        summary=line(reason or ("pays" if result["fare_allowed"] is None else "pays_fare")),
        figures=figures,
        warnings=[line("base_lost")] if reason is None and given.inter_district else [],
    )


def _family(given: Given, times: Mapping[str, int]) -> dict[str, object]:
    """The window within which the family and the goods may go."""
    first = add_months(given.retirement_date, -times["family_before"])
    last = add_months(given.retirement_date, times["family_after"])
    day = given.family_travel_date
    return {
        "family_from": first,
        "family_to": last,
        "family_admissible": None if day is None else first <= day <= last,
    }


def _sums(given: Given, reason: str | None, figures: InForce) -> dict[str, int | None]:
    names = ("composite_grant", "fare_allowed", "goods_limit_kg")
    if reason:
        return dict.fromkeys(names)
    sums = (composite_grant(given, figures), _fare(given), goods_limit(given, figures))
    return dict(zip(names, sums, strict=True))


def _fare(given: Given) -> int | None:
    """To the home place its fare; to another place no more than that."""
    fare: int | None = given.fare_home
    if given.destination == "home" or fare is None:
        return fare
    return min(fare, int(given.fare_other))


def _steps(given: Given, result: Mapping[str, object], reason: str | None) -> list[Line]:
    if reason == "exit_kind_excluded":
        return [line(reason)]
    steps = [line(reason or "in_time"), line("family_window")]
    if result["family_admissible"] is not None:
        steps.append(line("family_in" if result["family_admissible"] else "family_out"))
    if reason:
        return steps
    steps.append(line("grant" if given.inter_district else "no_grant"))
    if result["fare_allowed"] is not None:
        steps.append(line("fare_home" if given.destination == "home" else "fare_other"))
    return [*steps, line("goods")]

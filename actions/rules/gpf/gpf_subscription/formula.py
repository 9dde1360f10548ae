"""Subscription to the general provident fund: Clerk Handbook, chapter 11, (3) and (5)."""

from collections.abc import Mapping

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part, up

OUTSIDE_THE_FUND = ("joined_on_or_after_2005_04_01", "service_under_one_year")


def compute(given: Given) -> Finding:
    """Least and most rupees a month, and the changes still open this year."""
    figures = parameters.at(given.as_of)
    rules = figures["gpf.subscription"]
    least = up(part(given.basic_pay, rules["least_percent"]))
    most = down(part(given.basic_pay, rules["most_percent"]))
    reason = _reason(given, least, most, figures)
    outside = reason in OUTSIDE_THE_FUND
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "minimum": None if outside else least,
        "maximum": None if outside else most,
        "decreases_left": None if outside else _left(given, "decrease", rules),
        "increases_left": None if outside else _left(given, "increase", rules),
    }
    return Finding(
        result=result,
        steps=_steps(given, reason),
        summary=line(reason or ("within" if given.monthly_subscription is not None else "limits")),
        figures=figures,
        warnings=_warnings(given, reason),
    )


def _reason(given: Given, least: int, most: int, figures: InForce) -> str | None:
    rules = figures["gpf.subscription"]
    asked = given.monthly_subscription
    lowers, raises = given.change == "decrease", given.change == "increase"
    joined_late, too_short = OUTSIDE_THE_FUND
    return first_reason(
        (
            (joined_late, given.joining_date >= figures["gpf.closed_from"]),
            (too_short, not given.service_over_one_year_expected),
            ("suspended", given.suspended),
            ("below_minimum", asked is not None and asked < least),
            ("above_maximum", asked is not None and asked > most),
            ("decrease_used_up", lowers and given.decreases_made >= rules["decreases"]),
            ("increases_used_up", raises and given.increases_made >= rules["increases"]),
        )
    )


def _left(given: Given, change: str, rules: Mapping[str, int]) -> int:
    """Changes of a kind still open this year after the one asked for."""
    made: int = getattr(given, f"{change}s_made") + (1 if given.change == change else 0)
    return max(0, rules[f"{change}s"] - made)


def _steps(given: Given, reason: str | None) -> list[Line]:
    if reason in OUTSIDE_THE_FUND:
        return [line(reason)]
    steps = [line("joined_in_time"), line("bounds")]
    if reason:
        return [*steps, line(reason)]
    if given.monthly_subscription is not None:
        steps.append(line("fits"))
    return [*steps, line("changes")]


def _warnings(given: Given, reason: str | None) -> list[Line]:
    if reason == "suspended":
        return [line("arrears_after_suspension")]
    return [line("fixed_at_start")] if reason is None and given.change == "none" else []

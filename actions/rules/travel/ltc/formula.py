"""Leave travel concession: Clerk Handbook, chapter 12, B."""

from collections.abc import Mapping

from actions.rules import parameters
from actions.rules.dates import add_years, completed_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.travel.levels import row_for
from actions.rules.travel.ltc.money import OPTIONAL_STEPS, optional_outputs


def compute(given: Given) -> Finding:
    """Whether a turn is open, for how many, and what follows from the dates and sums given."""
    figures = parameters.at(given.as_of)
    rules = figures["travel.ltc"]
    served = completed_years(given.joining_date, given.travel_date)
    window = _window(served, figures)
    green = _is_green_card_turn(given, window, rules)
    optional = optional_outputs(given, figures)
    reason = _reason(given, window, green, optional, rules)
    covered = min(given.members, rules["members"])
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "window": window,
        "covered_members": covered,
        "green_card_turn": green,
        **optional,
    }
    steps = [line("turn" if window else "no_turn", served=served)]
    if green:
        steps.append(line("green_card"))
    steps += [line("members"), *(line(OPTIONAL_STEPS[key]) for key in optional)]
    return Finding(
        result=result,
        steps=[*steps, line(reason)] if reason else [*steps, line("leave_enough")],
        summary=line(reason or "open"),
        figures=figures,
        warnings=[*_warnings(given, reason, optional), *_train_notes(given, figures)],
    )


def _window(served: int, figures: InForce) -> int:
    """The turn by completed years of service; 0 before the first."""
    starts: Mapping[int, int] = figures["travel.ltc_windows"]
    return max((turn for years, turn in starts.items() if served >= years), default=0)


def _is_green_card_turn(given: Given, window: int, rules: Mapping[str, int]) -> bool:
    """A used turn is open again, once in service, some years after the last journey."""
    if window not in given.used_windows or not given.green_card or given.green_card_used:
        return False
    last = given.last_ltc_date
    return bool(last and add_years(last, rules["green_card_years"]) <= given.travel_date)


def _reason(
    given: Given,
    window: int,
    green: bool,
    optional: Mapping[str, object],
    rules: Mapping[str, int],
) -> str | None:
    return first_reason(
        (
            ("employment_kind", given.employment != "regular"),
            ("spouse_in_railway", given.spouse_in_railway),
            ("spouse_avails", given.spouse_avails),
            ("service_under_5_years", window == 0),
            ("window_used", window in given.used_windows and not green),
            ("earned_leave_under_15", given.earned_leave_days < rules["leave_days"]),
            ("claim_lapsed", optional.get("claim_lapsed") is True),
        )
    )


def _warnings(given: Given, reason: str | None, optional: Mapping[str, object]) -> list[Line]:
    warnings = []
    if reason is None:
        warnings += [line("cadre_share"), line("by_air")]
    if reason == "window_used" and given.green_card and given.last_ltc_date is None:
        warnings.append(line("last_journey_needed"))
    if optional.get("refund_advance") is True:
        warnings.append(line("refund"))
    return warnings


def _train_notes(given: Given, figures: InForce) -> list[Line]:
    """What the class of rail leaves unsaid: chair cars, and levels whose class is not printed."""
    if given.level is None:
        return []
    row = row_for(given.level, figures["travel.classes"])
    notes = {"executive": "executive_too", "ac_chair_car": "premium_chair_car_too"}
    found = [line(notes[row["premium"]])] if row["premium"] in notes else []
    if row["air"] == "executive":
        found.append(line("rail_follows"))
    if row["rail"] == "first_or_ac_three_tier":
        found.append(line("chair_car_too"))
    return found

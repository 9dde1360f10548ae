"""Time limits of a disciplinary case, also after retirement: Clerk Handbook, chapter 2."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from actions.rules import parameters
from actions.rules.dates import add_days, add_months, add_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down

Days = Mapping[str, date | None]


def compute(given: Given) -> Finding:
    """The last dates that follow from what is known, and the limits after retirement."""
    figures = parameters.at(given.as_of)
    stages = _stages(given, figures)
    last = _after(given.order_communicated_date, figures["discipline.appeal_days"])
    in_time = None if not (given.appeal_date and last) else given.appeal_date <= last
    began = _began(given)
    applies = None if began is None else began > given.retirement_date
    years = figures["discipline.incident_years"]
    latest = given.incident_date and add_years(given.incident_date, years)
    sanctioned = given.governor_sanction or given.proceeding_kind == "judicial"
    reason = first_reason(
        (
            ("incident_over_four_years", bool(applies and began and latest and began > latest)),
            ("governor_sanction_missing", bool(applies) and not sanctioned),
            ("appeal_time_barred", in_time is False),
        )
    )
    result = {
        "admissible": reason is None,
        "reason": reason,
        **stages,
        "appeal_last_date": last,
        "appeal_in_time": in_time,
        "four_year_rule_applies": applies,
        "proceedings_latest_start": latest,
        "max_monthly_pension_recovery": _pension_recovery(given, figures),
    }
    return Finding(
        result=result,
        steps=_steps(given, result, began),
        summary=line(reason or _answer(result)),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _after(day: date | None, days: int) -> date | None:
    return day and add_days(day, days)


def _stages(given: Given, figures: InForce) -> dict[str, date | None]:
    """Last dates from the charge sheet to the order."""
    times = figures["discipline.timetable"]
    charged: date | None = given.charge_sheet_date
    reply = _after(charged, times["reply_days"])
    if reply and given.reply_extension_granted:
        reply = add_months(reply, times["reply_extension_months"])
    representation = _after(given.show_cause_date, times["representation_days"])
    heard, advice = given.representation_date or representation, None
    if given.psc_consultation:
        advice = _after(given.psc_reference_date, times["psc_advice_days"])
        heard = given.psc_advice_date or advice
    return {
        "reply_due": reply,
        "reply_absolute_limit": charged and add_months(charged, times["reply_limit_months"]),
        "inquiry_due": charged and add_months(charged, times["inquiry_months"]),
        "representation_due": representation,
        "psc_advice_due": advice,
        "order_due": _after(heard, times["order_days"]),
    }


def _began(given: Given) -> date | None:
    """The day proceedings count as begun: an earlier suspension saves a departmental case."""
    started: date | None = given.proceedings_start_date
    if started is None or given.proceeding_kind == "judicial":
        return started
    return min(started, given.suspension_date or started)


def _pension_recovery(given: Given, figures: InForce) -> int | None:
    if given.gross_pension is None:
        return None
    share = figures["discipline.pension_recovery_share"]
    return down(Fraction(given.gross_pension * share["parts"], share["of"]))


def _steps(given: Given, result: Mapping[str, object], began: date | None) -> list[Line]:
    keys = [key for key in ("reply_due", "inquiry_due", "representation_due") if result[key]]
    if result["reply_due"] and given.reply_extension_granted:
        keys[0] = "reply_extended"
    if result["psc_advice_due"]:
        keys.append("psc_advice_due")
    if result["order_due"]:
        keys.append("order_after_advice" if given.psc_consultation else "order_due")
    if result["appeal_last_date"]:
        keys.append("appeal_last_date")
    if result["proceedings_latest_start"]:
        keys.append("latest_start")
    steps = [line(key) for key in keys]
    if began:
        applies = result["four_year_rule_applies"]
        steps.append(line("began_after" if applies else "began_in_service", began=began))
    if result["max_monthly_pension_recovery"] is not None:
        steps.append(line("pension_recovery"))
    if result["reason"]:
        steps.append(line(str(result["reason"])))
    return steps or [line("nothing_dated")]


def _answer(result: Mapping[str, object]) -> str:
    """The date most worth saying: the furthest stage for which something is known."""
    order = (
        ("appeal_in_time", "appeal_in_time"),
        ("appeal_last_date", "appeal_by"),
        ("four_year_rule_applies", "may_proceed"),
        ("order_due", "order_by"),
        ("representation_due", "representation_by"),
        ("reply_due", "reply_by"),
        ("proceedings_latest_start", "start_by"),
        ("max_monthly_pension_recovery", "recover_up_to"),
    )
    return next((key for field, key in order if result[field] is not None), "no_date")


def _warnings(given: Given, result: Mapping[str, object]) -> list[Line]:
    said = (
        ("inquiry_start", result["inquiry_due"]),
        ("timetable_gives_no_right", result["reply_due"] or result["order_due"]),
        ("commission_first", _cuts_pension(given, result)),
    )
    return [line(key) for key, applies in said if applies]


def _cuts_pension(given: Given, result: Mapping[str, object]) -> bool:
    return given.gross_pension is not None or result["four_year_rule_applies"] is not None

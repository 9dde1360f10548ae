"""Family pension, rates and periods: Clerk Handbook, chapter 9, para 10."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_years
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part, up

AS_OF_TITLE = {"hi": "गणना की तारीख", "en": "Date of calculation"}
BIRTH_TITLE = {"hi": "मृतक की जन्मतिथि", "en": "Date of birth of the deceased"}
DEATH_TITLE = {"hi": "मृत्यु की तारीख", "en": "Date of death"}


def check(given: Given) -> Iterator[InputError]:
    """The deceased was born before the death, and the death is not to come."""
    born, died = given.birth_date, given.death_date
    if born and died and born >= died:
        yield problem("birth_date", "not_earlier", BIRTH_TITLE, other=DEATH_TITLE)
    if died and given.as_of and given.as_of < died:
        yield problem("as_of", "too_early", AS_OF_TITLE, other=DEATH_TITLE)


def compute(given: Given) -> Finding:
    """Rupees a month at both rates, and the first and last day of the enhanced one."""
    figures = parameters.at(given.as_of)
    least = figures["pension.family_least_years"]
    in_service = given.death_kind == "in_service"
    reason = first_reason(
        (
            (
                "under_one_year_not_medically_examined",
                in_service and not given.medically_fit_at_entry and given.service_years < least,
            ),
            ("no_pension_sanctioned", not in_service and given.sanctioned_pension == 0),
        )
    )
    result: dict[str, object] = {"admissible": reason is None, "reason": reason}
    result |= dict.fromkeys(RATES) if reason else _rates(given, figures)
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=_summary(result),
        figures=figures,
        warnings=_warnings(given, result, figures),
    )


RATES = (
    "ordinary_rate",
    "enhanced_rate",
    "enhanced_from",
    "enhanced_to",
    "ordinary_from",
    "rate_on_as_of",
    "rate_kind",
)


def _rates(given: Given, figures: InForce) -> dict[str, object]:
    ordinary = _share_of_pay(given, figures, "ordinary")
    last = _enhanced_until(given, figures)
    after_death = add_days(given.death_date, 1)
    enhanced = _enhanced(given, ordinary, figures) if last else 0
    is_enhanced = last is not None and given.as_of <= last
    values = (
        ordinary,
        enhanced,
        after_death if last else None,
        last,
        add_days(last, 1) if last else after_death,
        enhanced if is_enhanced else ordinary,
        "enhanced" if is_enhanced else "ordinary",
    )
    return dict(zip(RATES, values, strict=True))


def _share_of_pay(given: Given, figures: InForce, kind: str, most: int | None = None) -> int:
    """A percentage of the last pay (at most `most`), within the least and the highest sum."""
    percent = figures["pension.family_percent"][kind]
    highest = given.highest_state_pay or figures["pension.highest_state_pay"]
    share = up(part(given.last_pay, percent))
    if most is not None:
        share = min(share, most)
    return min(max(share, figures["pension.minimum_pension"]), down(part(highest, percent)))


def _enhanced(given: Given, ordinary: int, figures: InForce) -> int:
    """After retirement never more than the pension that was drawn, nor less than ordinary."""
    if given.death_kind == "in_service":
        return _share_of_pay(given, figures, "enhanced")
    most = given.sanctioned_pension
    return max(ordinary, _share_of_pay(given, figures, "enhanced", most=most))


def _enhanced_until(given: Given, figures: InForce) -> date | None:
    """Last day of the enhanced rate; None where there is no such period."""
    if given.death_kind == "in_service":
        term = figures["pension.enhanced_in_service"]
        served = given.service_years >= term["service_years"]
        return add_years(given.death_date, term["years"]) if served else None
    term = figures["pension.enhanced_after_retirement"]
    by_age = add_years(given.birth_date, term["age"])
    last = min(by_age, add_years(given.death_date, term["years"]))
    return last if last > given.death_date else None


def _steps(given: Given, result: dict[str, object]) -> list[Line]:
    if result["reason"]:
        return [line(str(result["reason"]))]
    steps = [line("ordinary")]
    served = given.death_kind == "in_service"
    if not result["enhanced_rate"]:
        return [*steps, line("service_too_short" if served else "too_old"), line("from_death")]
    steps.append(line("enhanced_in_service" if served else "enhanced_after_retirement"))
    steps.append(line("until_in_service" if served else "until_after_retirement"))
    return [*steps, line("then_ordinary")]


def _summary(result: dict[str, object]) -> Line:
    if result["reason"]:
        return line(str(result["reason"]))
    if not result["enhanced_rate"]:
        return line("ordinary_only")
    return line("enhanced_now" if result["rate_kind"] == "enhanced" else "ordinary_now")


def _warnings(given: Given, result: dict[str, object], figures: InForce) -> list[Line]:
    if result["reason"]:
        return []
    warnings = [line("relief_besides")]
    if not figures["pension.minimum_pension"]:
        warnings.append(line("no_floor_yet"))
    if given.highest_state_pay is None and _is_at_ceiling(result, figures):
        warnings.append(line("ceiling_figure"))
    return warnings


def _is_at_ceiling(result: dict[str, object], figures: InForce) -> bool:
    highest, shares = figures["pension.highest_state_pay"], figures["pension.family_percent"]
    ceilings = {f"{kind}_rate": down(part(highest, share)) for kind, share in shares.items()}
    return any(result[rate] == ceiling for rate, ceiling in ceilings.items())

"""Pay on promotion or ACP: Clerk Handbook, chapter 10, section 4 (order of 13-04-2020)."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_years
from actions.rules.errors import InputError
from actions.rules.parameters import InForce
from actions.rules.pay import increments, matrix
from actions.rules.pay.pay_on_promotion.checks import unfit
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line


def check(given: Given) -> Iterator[InputError]:
    """How levels, pay and dates must go together."""
    yield from unfit(given)


def compute(given: Given) -> Finding:
    """Basic pay in the new level (rupees a month) and the days of the next increments."""
    figures = parameters.at(given.promotion_date, field="promotion_date")
    deferred = given.option == "increment_date"
    incremented = _incremented(given, 2 if deferred else 1, figures)
    interim = _interim(given, figures) if deferred else None
    place = None if incremented is None else matrix.fit(incremented, given.new_level, figures)
    reason = first_reason(
        (
            ("no_cell_for_increment", incremented is None),
            ("above_top_cell", place is None or (deferred and interim is None)),
        )
    )
    fixed_on = given.lower_increment_date if deferred else given.promotion_date
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "incremented_basic": incremented,
        "interim_basic": interim,
    }
    result |= _fixed(given, None if reason else place, fixed_on, figures)
    return Finding(
        result=result,
        steps=_steps(result, deferred),
        summary=line(reason or ("fixed_later" if deferred else "fixed")),
        figures=figures,
        warnings=_warnings(result, deferred),
    )


def _incremented(given: Given, cells_up: int, figures: InForce) -> int | None:
    """Pay some cells up in the old level; None when its cells are exhausted."""
    row = matrix.cells(given.current_level, figures)
    place = row.index(given.current_basic) + cells_up
    return row[place] if place < len(row) else None


def _interim(given: Given, figures: InForce) -> int | None:
    """The first cell of the new level above the present pay, drawn until the day of option."""
    place = matrix.fit(given.current_basic + 1, given.new_level, figures)
    return None if place is None else matrix.cells(given.new_level, figures)[place]


FIXED = (
    "fixed_basic",
    "fixed_cell",
    "fixed_on",
    "next_increment_date",
    "following_increment_date",
)


def _fixed(given: Given, place: int | None, on: date, figures: InForce) -> dict[str, object]:
    if place is None:
        return dict.fromkeys(FIXED)
    next_day = increments.next_after(on, figures)
    pay = matrix.cells(given.new_level, figures)[place]
    return dict(zip(FIXED, (pay, place + 1, on, next_day, add_years(next_day, 1)), strict=True))


def _steps(result: dict[str, object], deferred: bool) -> list[Line]:
    steps = []
    if deferred and result["interim_basic"]:
        steps.append(line("interim"))
    if result["incremented_basic"]:
        steps.append(line("two_increments" if deferred else "one_increment"))
    if result["reason"]:
        return [*steps, line(str(result["reason"]))]
    return [*steps, line("cell"), line("next_increment")]


def _warnings(result: dict[str, object], deferred: bool) -> list[Line]:
    warnings = [line("matrix_rebuilt")]
    if result["reason"] is None:
        warnings.append(line("six_months"))
    if deferred:
        warnings.append(line("option_in_writing"))
    return warnings

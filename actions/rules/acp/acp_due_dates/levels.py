"""The dates of the levels, and how a promotion and its refusal move them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.rules.dates import add_days, add_months, add_years, completed_months
from actions.rules.reading import Given

NAMES = ("first", "second", "third", "fourth")
Dues = list[date | None]


@dataclass(frozen=True)
class Shift:
    """What a refused promotion did: the level hit (None: no level), and by how much it moved."""

    level: str | None = None
    months: int = 0
    days: int = 0
    withheld: bool = False


def base(start: date, years: Sequence[int]) -> Dues:
    """The dates by length of service alone; always four places, None where there is no level."""
    dues: Dues = [add_years(start, n) for n in years]
    return [*dues, *[None] * (len(NAMES) - len(dues))]


def after_promotion(promoted: date | None, gap_years: int) -> Dues:
    """A promotion before the first level takes its place, and the third is not stated.

    Args:
        promoted: day of the promotion; None where the rule says nothing at all.
        gap_years: years from the promotion to the second level.
    """
    return [None, promoted and add_years(promoted, gap_years), None, None]


def after_refusal(dues: Dues, given: Given) -> tuple[Dues, Shift]:
    """Moves the next level by the time until consent, or withholds it and all later ones."""
    refused: date | None = given.forgone_date
    hit = next((i for i, due in enumerate(dues) if refused and due and due > refused), None)
    if refused is None or hit is None:
        return dues, Shift()
    if given.consent_date is None:
        kept = [due if i < hit else None for i, due in enumerate(dues)]
        return kept, Shift(NAMES[hit], withheld=True)
    months = completed_months(refused, given.consent_date)
    days = (given.consent_date - add_months(refused, months)).days
    moved = [
        add_days(add_months(due, months), days) if due and i == hit else due
        for i, due in enumerate(dues)
    ]
    return moved, Shift(NAMES[hit], months, days)


def upcoming(dues: Dues, on: date) -> tuple[str | None, date | None]:
    """The level that falls due next, counting the day itself."""
    ahead = [(due, name) for name, due in zip(NAMES, dues, strict=True) if due and due >= on]
    if not ahead:
        return None, None
    due = min(due for due, _ in ahead)
    return next(name for day, name in ahead if day == due), due

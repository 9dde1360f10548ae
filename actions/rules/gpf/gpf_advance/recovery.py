"""Monthly recovery of an advance, which must end well before retirement."""

from datetime import date
from fractions import Fraction

from actions.rules.dates import add_days, add_months
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import up

FIELDS = (
    "instalments",
    "instalment_amount",
    "last_instalment",
    "first_recovery_month",
    "last_recovery_month",
)


def first_month(given: Given) -> date:
    """The first day of the month after the application."""
    return add_months(given.application_date.replace(day=1), 1)


def months_available(given: Given, figures: InForce) -> int:
    """Whole months from the first recovery that end before the last months of service."""
    clear = figures["gpf.advance.clear_months"]
    barred_from = add_months(add_days(given.retirement_date, 1), -clear)
    start = first_month(given)
    between = (barred_from.year - start.year) * 12 + barred_from.month - start.month
    return max(0, between)


def schedule(given: Given, count: int | None) -> dict[str, object]:
    """Equal instalments rounded up, the last one the remainder (rupees); months as yyyy-mm.

    Args:
        given: the form; its amount and day of application count.
        count: number of instalments; None where the advance is refused.
    """
    if count is None:
        return dict.fromkeys(FIELDS)
    each = up(Fraction(given.amount, count))
    start = first_month(given)
    last = max(0, given.amount - each * (count - 1))
    months = (f"{add_months(start, shift):%Y-%m}" for shift in (0, count - 1))
    return dict(zip(FIELDS, (count, each, last, *months), strict=True))

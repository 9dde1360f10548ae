"""The counted months of a financial year: balance at the end of each, and its rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.errors import InputError, problem
from actions.rules.figures import written_day
from actions.rules.reading import Given

RATE = "gpf.interest_rate"
UP_TO = {"hi": "गिना गया अंतिम महीना", "en": "Last month counted"}
LISTS = {
    "extra_deposits": {"hi": "अतिरिक्त जमा", "en": "Extra deposits"},
    "withdrawals": {"hi": "निकाली गई राशियाँ", "en": "Withdrawals"},
}
NOT_COUNTED = {
    "hi": "यह महीना गिनी गई अवधि में नहीं है।",
    "en": "this month is not among those counted.",
}
NOT_SO_MUCH = {
    "hi": "इस महीने के अंत में शेष शून्य से नीचे चला जाता है।",
    "en": "the balance falls below nothing at the end of this month.",
}


@dataclass(frozen=True)
class Month:
    """A counted month: `yyyy-mm`, number, first day of its rate, yearly rate in percent."""

    name: str
    number: int
    since: str
    rate: Decimal


@dataclass(frozen=True)
class Balance:
    """A counted month and the balance at its end, in rupees."""

    month: Month
    rupees: int


def balances(given: Given) -> list[Balance]:
    """Every counted month in order; the balance moves by what is paid in and drawn out."""
    moved = dict.fromkeys(range(1, 12 + 1), given.monthly_deposit)
    for row in given.extra_deposits:
        moved[row.month] += row.amount
    for row in given.withdrawals:
        moved[row.month] -= row.amount
    found, rupees = [], given.opening_balance
    for month in _months(given.year, given.up_to_month):
        rupees += moved[month.number]
        found.append(Balance(month, rupees))
    return found


@cache
def _months(year: str, up_to: int) -> tuple[Month, ...]:
    rates = parameters.fetch(RATE)
    rows = ((day, *rates.row(day, field="year")) for day in _days(year, up_to))
    return tuple(
        Month(f"{day:%Y-%m}", day.month, written_day(since), Decimal(str(rate)))
        for day, since, rate in rows
    )


@cache
def _days(year: str, up_to: int) -> tuple[date, ...]:
    """The first day of each counted month."""
    first = int(parameters.fetch("gpf.interest_method").latest()[1]["first_month"])
    start = date(int(year.partition("-")[0]), first, 1)
    count = (up_to - first) % 12 + 1
    return tuple(add_months(start, shift) for shift in range(count))


def unfit(given: Given) -> Iterator[InputError]:
    """Every field that does not go with the others."""
    if None in (given.year, given.up_to_month):
        return
    days = _days(given.year, given.up_to_month)
    end, repeal = parameters.fetch(RATE).rows[-1]
    if repeal is None and days[-1] >= end:
        yield problem("up_to_month", "must_precede", UP_TO, other=_both(written_day(end)))
        return
    counted = {day.month for day in days}
    outside = False
    for field, title in LISTS.items():
        for number, row in enumerate(getattr(given, field) or (), start=1):
            if row.month not in counted:
                outside = True
                yield _bad_row(field, title, number, NOT_COUNTED)
    if not outside:
        yield from _overdrawn(given)


def _overdrawn(given: Given) -> Iterator[InputError]:
    needed = (given.opening_balance, given.monthly_deposit, given.extra_deposits)
    if None in needed or not given.withdrawals:
        return
    bad = next((row.month.number for row in balances(given) if row.rupees < 0), None)
    for number, row in enumerate(given.withdrawals, start=1):
        if row.month == bad:
            yield _bad_row("withdrawals", LISTS["withdrawals"], number, NOT_SO_MUCH)


def _bad_row(field: str, title: dict[str, str], number: int, wrong: dict[str, str]) -> InputError:
    return problem(field, "bad_item", title, number=number, problem=wrong)


def _both(text: str) -> dict[str, str]:
    return {"hi": text, "en": text}

"""Interest on the provident fund for a financial year: Clerk Handbook, chapter 11, appendix 1."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from actions.rules import parameters
from actions.rules.errors import InputError
from actions.rules.figures import grouped
from actions.rules.gpf.gpf_interest.months import Balance, balances, unfit
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import nearest, part

READ_WITH_CARE = ("doubtful_rate", "end_corrected")


def check(given: Given) -> Iterator[InputError]:
    """Which months are counted, and that the account never falls below nothing."""
    yield from unfit(given)


def compute(given: Given) -> Finding:
    """Rupees of interest, credited once after the last counted month."""
    figures = parameters.at(given.as_of)
    months = balances(given)
    interest, before = nearest(_earned(months)), months[-1].rupees
    result = {
        "interest": interest,
        "balance_before_interest": before,
        "closing_balance": before + interest,
        "schedule": [
            {"month": row.month.name, "rate_percent": row.month.rate, "balance": row.rupees}
            for row in months
        ],
    }
    return Finding(
        result=result,
        steps=_steps(months),
        summary=line("credited", last=months[-1].month.name),
        figures=figures,
        warnings=[
            line("method"),
            *(line(k) for k in READ_WITH_CARE if figures[f"gpf.read_with_care.{k}"] == given.year),
        ],
    )


def _earned(months: list[Balance]) -> Fraction:
    """A twelfth of the yearly rate on each month's balance, exact."""
    at_rate: dict[Decimal, int] = {}
    for row in months:
        at_rate[row.month.rate] = at_rate.get(row.month.rate, 0) + row.rupees
    return sum((part(rupees, rate) for rate, rupees in at_rate.items()), Fraction(0)) / 12


def _steps(months: list[Balance]) -> list[Line]:
    rates = dict.fromkeys(f"{row.month.since}: {row.month.rate}%" for row in months)
    rows = "; ".join(f"{row.month.name}: ₹{grouped(row.rupees)}" for row in months)
    return [
        line("rates", rates="; ".join(rates)),
        line("balances", rows=rows),
        line("rounded_once"),
    ]

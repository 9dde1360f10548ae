"""Interest on the provident fund for one financial year: Clerk Handbook, chapter 11, appendix 1."""

from collections.abc import Iterator
from fractions import Fraction

from actions.rules import parameters
from actions.rules.errors import InputError
from actions.rules.gpf.gpf_interest.months import Month, balances, unfit
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
    exact = sum((part(month.balance, month.rate) for month in months), Fraction(0)) / 12
    interest, before = nearest(exact), months[-1].balance
    result = {
        "interest": interest,
        "balance_before_interest": before,
        "closing_balance": before + interest,
        "schedule": [
            {"month": month.name, "rate_percent": month.rate, "balance": month.balance}
            for month in months
        ],
    }
    return Finding(
        result=result,
        steps=_steps(months),
        summary=line("credited", last=months[-1].name),
        figures=figures,
        warnings=[
            line("method"),
            *(line(k) for k in READ_WITH_CARE if figures[f"gpf.read_with_care.{k}"] == given.year),
        ],
    )


def _steps(months: list[Month]) -> list[Line]:
    rates = list(dict.fromkeys(f"{month.spell}: {month.rate}%" for month in months))
    rows = [f"{month.name}: ₹{month.written}" for month in months]
    return [line("rates", rates=rates), line("balances", rows=rows), line("rounded_once")]

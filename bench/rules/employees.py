"""Invented employees: pay from the real matrix, everything else drawn by chance, repeatably."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from actions.rules import parameters
from actions.rules.dates import add_months, add_years, last_of_month

SEED = "sahayak"
RETIREMENT_AGE = 60
YOUNGEST, OLDEST = date(2002, 12, 31), date(1967, 1, 1)


@dataclass(frozen=True)
class Employee:
    """What the three calculators of a retirement ask; rupees a month, completed service."""

    last_pay: int
    service_years: int
    service_months: int
    birth_date: date
    retirement_date: date
    application_date: date


def draw(chunk: int, count: int) -> Iterator[Employee]:
    """The employees of one chunk; the same chunk always holds the same ones."""
    chance = random.Random(f"{SEED}:{chunk}")
    levels = _pay_levels()
    span = (YOUNGEST - OLDEST).days
    for _ in range(count):
        # Low levels have the most people.
        level = levels[min(int(chance.expovariate(1 / 4)), len(levels) - 1)]
        birth = OLDEST + timedelta(days=chance.randint(0, span))
        retired = last_of_month(add_years(birth, RETIREMENT_AGE))
        years, months = divmod(chance.randint(5 * 12, 38 * 12), 12)
        yield Employee(
            last_pay=chance.choice(level),
            service_years=years,
            service_months=months,
            birth_date=birth,
            retirement_date=retired,
            application_date=add_months(retired, -chance.randint(0, 3)),
        )


@cache
def _pay_levels() -> list[list[int]]:
    matrix = parameters.fetch("pay.matrix").latest()[1]
    return list(matrix.values())

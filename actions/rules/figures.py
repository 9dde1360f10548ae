"""How numbers and days are written for people: Indian grouping, dd-mm-yyyy.

Digits are the same in Hindi and English.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache


@lru_cache(maxsize=1024)  # each figure is written twice, once a language
def grouped(number: int) -> str:
    """Writes a whole number with Indian commas.

    >>> grouped(1234567), grouped(-500000), grouped(999)
    ('12,34,567', '-5,00,000', '999')
    """
    sign, digits = ("-" if number < 0 else ""), str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join([*pairs, tail])


@lru_cache(maxsize=1024)
def written_number(number: int | Decimal | float) -> str:
    """Writes a number that may have decimals, without trailing zeros.

    >>> written_number(Decimal("52.50")), written_number(100000), written_number(83.4)
    ('52.5', '1,00,000', '83.4')
    """
    exact = Decimal(str(number))
    whole, _, decimals = f"{exact:f}".partition(".")
    decimals = decimals.rstrip("0")
    sign = "-" if exact < 0 else ""
    return sign + grouped(abs(int(whole))) + (f".{decimals}" if decimals else "")


@lru_cache(maxsize=1024)
def written_day(day: date) -> str:
    """Writes a date the Indian way.

    >>> written_day(date(2026, 3, 1))
    '01-03-2026'
    """
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"

"""The three roundings the orders use, on exact fractions; binary floats never enter."""

from decimal import Decimal
from fractions import Fraction

HALF = Fraction(1, 2)


def part(amount: int, percent: object) -> Fraction:
    """The exact share `percent` of an amount, unrounded.

    >>> part(101, 50)
    Fraction(101, 2)
    """
    if type(percent) is int:
        return Fraction(amount * percent, 100)
    return amount * Fraction(str(percent)) / 100


def nearest(amount: Fraction) -> int:
    """To the nearest whole rupee; half a rupee goes up.

    >>> nearest(Fraction(5, 2)), nearest(Fraction(12, 5))
    (3, 2)
    """
    return (amount + HALF).__floor__()


def down(amount: Fraction) -> int:
    """Drops the fraction: for a ceiling ("up to ...").

    >>> down(Fraction(5, 2))
    2
    """
    return amount.__floor__()


def up(amount: Fraction) -> int:
    """To the next whole rupee when there is any fraction.

    >>> up(Fraction(5, 2)), up(Fraction(2))
    (3, 2)
    """
    return amount.__ceil__()


def one_decimal(amount: Fraction) -> Decimal:
    """To one decimal place, half up.

    >>> one_decimal(Fraction(8335, 100))
    Decimal('83.4')
    """
    return Decimal(nearest(amount * 10)).scaleb(-1)

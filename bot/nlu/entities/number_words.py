"""Words that make up numbers in Hindi, Roman Hindi and English."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bot.nlu.entities import vocabulary


class Lexicon(NamedTuple):
    """Number words by folded key.

    Attributes:
        small: 0 to 99.
        multipliers: hundred to crore.
        suffixes: letters behind digits (k, L, cr).
        shifts: added to the whole number that follows (साढ़े, सवा, पौने).
        fractions: numbers of their own (डेढ़, ढाई, आधा).
        tens: English words that a unit may follow (twenty five).
        units: English words for 1 to 9.
        doubtful: words as typed that mostly mean something else.
        give_after: verb stems after which "do" is "give".
        counted: words for what is counted, a percentage included.
        currency: words for rupees.
    """

    small: dict[str, Decimal]
    multipliers: dict[str, Decimal]
    suffixes: dict[str, Decimal]
    shifts: dict[str, Decimal]
    fractions: dict[str, Decimal]
    tens: frozenset[str]
    units: frozenset[str]
    doubtful: frozenset[str]
    give_after: frozenset[str]
    counted: frozenset[str]
    currency: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Number words by folded key."""
    listed = vocabulary.read("numbers")
    exact = {
        name: {key: Decimal(value) for key, value in vocabulary.by_key(listed[name]).items()}
        for name in ("small", "multipliers", "shifts", "fractions")
    }
    units = vocabulary.read("units")
    return Lexicon(
        suffixes={key: Decimal(value) for key, value in listed["suffixes"].items()},
        tens=vocabulary.keys(listed["tens"]),
        units=vocabulary.keys(listed["units"]),
        doubtful=frozenset(listed["doubtful"].split()),
        give_after=vocabulary.keys(listed["give_after"]),
        counted=vocabulary.keys(
            " ".join([*units["time"].values(), *units["count"].values(), units["percent"]])
        ),
        currency=vocabulary.keys(units["currency"]),
        **exact,
    )

"""The three ways in which a kilometre of road is paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Rates = Mapping[str, Any]


@dataclass(frozen=True)
class Mileage:
    """What a distance earns.

    Attributes:
        key: the sentence that explains it.
        rupees: exact sum.
        payable_km: kilometres that earn something.
        cut: a monthly limit cut the claim.
        limit: monthly limit in rupees, where there is one.
        figures: what the sentence mentions.
    """

    key: str
    rupees: Fraction
    payable_km: Decimal
    cut: bool = False
    limit: int | None = None
    figures: Mapping[str, object] = field(default_factory=dict)


def short_trip(km: Decimal, rates: Rates) -> Mileage:
    """Between home or destination and the station: one rate, no limit."""
    return Mileage("short", Fraction(km) * rates["short_trip"], km)


def by_car(km: Decimal, fuel: str, rates: Rates) -> Mileage:
    """Higher levels by car: a full rate first, a lower one by fuel, then nothing."""
    first, last = rates["first_km"], rates["last_km"]
    near = min(Fraction(km), Fraction(first))
    far = max(Fraction(0), min(Fraction(km), Fraction(last)) - first)
    later = Fraction(str(rates[fuel]))
    figures = {"later_rate": Decimal(str(rates[fuel]))}
    paid = min(km, Decimal(last))
    return Mileage(
        "car", near * rates["first_rate"] + far * later, paid, cut=km > last, figures=figures
    )


def by_other(km: Decimal, on_foot: bool, rates: Rates) -> Mileage:
    """Every other vehicle: one rate up to a monthly sum, lower without a motor."""
    limit = rates["non_motor" if on_foot else "motor"]
    full = Fraction(km) * rates["other_rate"]
    paid = min(km, Decimal(limit) / rates["other_rate"])
    return Mileage(
        "other",
        min(full, Fraction(limit)),
        paid,
        cut=full > limit,
        limit=limit,
        figures={"limit": limit},
    )

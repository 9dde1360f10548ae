"""Outside the state: actual cost of hotel, local taxi and food up to a limit a day."""

from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, line
from actions.rules.travel.levels import row_for

FIELDS = ("hotel_limit", "food_limit", "taxi_limit", "ac_taxi_50km")
NOT_USED = (
    "city_class",
    "rate",
    "full_days",
    "half_days",
    "unpaid_days",
    "special_rate",
    "amount",
)


def compute(given: Given, figures: InForce) -> Finding:
    """The limits in rupees a day; city, days and hours play no part."""
    row = row_for(given.level, figures["travel.outside_limits.rows"])
    by_ac_taxi = row["taxi"] is None
    limits = (row["hotel"], row["food"], row["taxi"], by_ac_taxi)
    key = "outside_ac_taxi" if by_ac_taxi else "outside_taxi"
    return Finding(
        result={
            "admissible": True,
            "reason": None,
            **dict.fromkeys(NOT_USED),
            **dict(zip(FIELDS, limits, strict=True)),
        },
        steps=[line(key)],
        summary=line("outside_by_ac_taxi" if by_ac_taxi else "outside_by_taxi"),
        figures=figures,
        warnings=[line("central_rates")],
    )

"""What appears only when its own inputs are given: advance, class of rail, days of claiming."""

from actions.rules.dates import add_days, add_months, add_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import down, part
from actions.rules.travel.levels import row_for

OPTIONAL_STEPS = {
    "advance_limit": "advance",
    "rail_class": "rail",
    "claim_by": "claim_time",
    "advance_claim_by": "advance_claim_time",
    "claim_lapsed": "claimed",
    "refund_advance": "advance_start",
}


def optional_outputs(given: Given, figures: InForce) -> dict[str, object]:
    """Rupees, class and days, each only where its inputs are there."""
    rules = figures["travel.ltc"]
    found: dict[str, object] = {}
    if given.estimated_cost is not None:
        found["advance_limit"] = down(part(given.estimated_cost, rules["advance_percent"]))
    if given.level is not None:
        found["rail_class"] = row_for(given.level, figures["travel.ltc_classes"])["rail"]
    if given.return_date is not None:
        claim_by = add_years(given.return_date, rules["claim_years"])
        found["claim_by"] = claim_by
        months = rules["advance_claim_months"]
        found["advance_claim_by"] = add_months(given.return_date, months)
        if given.claim_date is not None:
            found["claim_lapsed"] = given.claim_date > claim_by
    if given.advance_date is not None:
        latest = add_days(given.advance_date, rules["start_days"])
        found["refund_advance"] = given.travel_date > latest
    return found

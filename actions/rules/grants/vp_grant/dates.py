"""Validity, payment and refund dates of a grant: checklist items 4 and 5."""

from actions.rules.dates import add_months, add_years
from actions.rules.parameters import InForce
from actions.rules.reading import Given


def outputs(given: Given, figures: InForce) -> dict[str, object]:
    """The date outputs in the order of the outputs table."""
    valid_until = refund_due = None
    if given.sanction_date:
        valid_until = add_years(given.sanction_date, figures["grants.sanction_validity_years"])
    if given.purpose == "medical" and given.release_date:
        refund_due = add_months(given.release_date, figures["grants.refund_months"])
    used_on = given.release_date or given.as_of
    return {
        "sanction_and_payment_together": _together(given),
        "sanction_valid_until": valid_until,
        "sanction_expired": used_on > valid_until if valid_until else None,
        "refund_due_date": refund_due,
        "refund_required": given.as_of > refund_due and not given.utilised if refund_due else None,
    }


def _together(given: Given) -> bool:
    """Treated after applying but before the sanction: sanction and payment come at once."""
    if given.application_date is None or given.surgery_date is None:
        return False
    if given.surgery_date < given.application_date:
        return False
    if given.sanction_date is None:
        return bool(given.surgery_date <= given.as_of)
    return bool(given.surgery_date < given.sanction_date)

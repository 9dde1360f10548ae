"""Who sanctions a medical claim or advance: Clerk Handbook, chapter 5, sanctioning authority."""

from actions.rules.parameters import InForce


def authority(amount: int, figures: InForce) -> str:
    """Code of the authority whose power reaches a sum of rupees."""
    for row in figures["medical.sanctioning_powers"]:
        if row["up_to"] is None or amount <= row["up_to"]:
            return str(row["authority"])
    raise AssertionError("the last row of medical.sanctioning_powers has no upper sum")

"""Lengths of time in the unit an input wants."""

import pytest

from actions.reading.units import Length, in_unit, unit_of
from actions.rules import calculators

SAID = {"years": 0, "months": 0, "days": 0, "hours": 0}


@pytest.mark.parametrize(
    ("given", "unit", "expected"),
    [
        ({"years": 33, "months": 4}, "years", Length(33, exact=True)),
        ({"months": 8}, "years", Length(0, exact=True)),
        ({"days": 15}, "years", None),
        ({"years": 1, "months": 6}, "months", Length(18, exact=False)),
        ({"months": 4}, "months", Length(4, exact=True)),
        ({"days": 45}, "months", None),
        ({"days": 3}, "hours", Length(72, exact=False)),
        ({"hours": 48}, "hours", Length(48, exact=True)),
        ({"hours": 5}, "days", None),
        ({"months": 6}, "days", Length(180, exact=False)),
        ({"days": 10}, "km", None),
    ],
)
def test_a_length_comes_out_whole_or_not_at_all(
    given: dict[str, int], unit: str, expected: Length | None
) -> None:
    assert in_unit({**SAID, **given}, unit) == expected


def test_the_unit_of_leave_hangs_on_its_kind() -> None:
    requested = calculators()["leave_entitlement"].input("requested")
    assert unit_of(requested, {"leave_type": "study"}) == "months"
    assert unit_of(requested, {"leave_type": "maternity"}) == "days"
    assert unit_of(requested, {"leave_type": None}) == ""

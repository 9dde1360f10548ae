"""What both a transfer and a retirement bring: the composite grant and the weight of goods."""

from fractions import Fraction

from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import down, part, up
from actions.rules.travel.levels import row_for


def composite_grant(given: Given, figures: InForce) -> int:
    """A share of the basic pay in rupees, on a move to another district only."""
    if not given.inter_district:
        return 0
    return up(part(given.basic_pay, figures["travel.transfer_grant_percent"]))


def goods_limit(given: Given, figures: InForce) -> int:
    """Kilograms of household goods; a part of them for one who travels alone."""
    goods = figures["travel.goods"]
    weight = int(row_for(given.level, goods["weights"])["kg"])
    if given.with_family:
        return weight
    return down(Fraction(weight * goods["alone_parts"], goods["alone_of"]))

"""Rates of daily allowance within the state, in rupees a day."""

from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.rounding import nearest, part
from actions.rules.travel.levels import is_at_least, row_for


def rate_of(level: str, city_class: str, figures: InForce) -> int:
    """The printed rate of a level in a class of city."""
    return int(row_for(level, figures["travel.daily_rates"])[city_class])


def ceiling_of(level: str, figures: InForce) -> int | None:
    """The most that a day at a hotel may bring; None below the levels that have it."""
    rows = figures["travel.hotel_rate.ceilings"]
    return next((row["most"] for row in rows if is_at_least(level, row["from"])), None)


def special_rate(given: Given, rate: int, figures: InForce) -> int | None:
    """A share of the rate and the room rent, up to the ceiling; None without a hotel."""
    most = ceiling_of(given.level, figures)
    if given.hotel_room_rent is None or most is None:
        return None
    share = nearest(part(rate, figures["travel.hotel_rate.share_percent"]))
    return int(min(share + given.hotel_room_rent, most))

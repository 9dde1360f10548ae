"""The link to a worksheet carries the computation itself, sealed; nothing is stored.

It holds a calculator's name, its input fields and the day of computing: no person, no
conversation. The page computes again, which gives the same.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from store.links import open_link, seal_link
from store.settings import settings

PURPOSE = "worksheet"
PATH = "/worksheets/"


@dataclass(frozen=True)
class Sheet:
    """What a worksheet shows.

    Attributes:
        calculator: name in the registry.
        values: field → value as JSON holds it.
        on: the day of computing, which is "today" to the calculator.
    """

    calculator: str
    values: dict[str, Any]
    on: date


def sheet_url(sheet: Sheet, *, now: datetime) -> str:
    """The public address of a worksheet, good for `WORKSHEET_HOURS` from now."""
    document = {
        "calculator": sheet.calculator,
        "values": {name: value for name, value in sheet.values.items() if value is not None},
        "on": sheet.on.isoformat(),
    }
    expires_at = now + timedelta(hours=settings.worksheet_hours)
    return f"{settings.public_url}{PATH}{seal_link(PURPOSE, document, expires_at=expires_at)}"


def open_sheet(token: str, *, now: datetime) -> Sheet:
    """The computation behind a token.

    Raises:
        store.links.LinkForged: the token is none of ours.
        store.links.LinkExpired: its time is up.
    """
    document = open_link(PURPOSE, token, now=now)
    day = date.fromisoformat(document["on"])
    return Sheet(document["calculator"], document["values"], day)

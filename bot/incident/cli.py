"""`python -m bot incident`: drafts of the reports to CERT-In, to the Board and to the people."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timezone

from bot.incident.drafts import BOARD, CERT_IN, INDIA, Incident, write
from store.settings import read_settings

WRONG_TIME = (
    "The time must be like 2026-11-22T14:30 (Indian time) and not lie ahead, not {given!r}.\n"
    "समय 2026-11-22T14:30 जैसा (भारतीय समय) और बीता हुआ हो, {given!r} नहीं।\n"
)


def main(arguments: Sequence[str]) -> int:
    """Writes the drafts and says what is due when; returns 2 for a time that is none."""
    parser = argparse.ArgumentParser(prog="python -m bot incident", description=__doc__)
    parser.add_argument("--noticed", default="", help="when, Indian time; by default now")
    parser.add_argument("--what", default="", help="what happened, without a person's name")
    given = parser.parse_args(arguments)
    now = datetime.now(timezone.utc)
    noticed = read_moment(given.noticed, now)
    if noticed is None:
        sys.stderr.write(WRONG_TIME.format(given=given.noticed))
        return 2
    settings = read_settings()
    folder = settings.data_dir / "incidents" / f"{now.astimezone(INDIA):%Y%m%d-%H%M%S}"
    for path in write(folder, Incident(noticed, given.what), settings, now=now):
        sys.stdout.write(f"{path}\n")
    for who, patience in (("CERT-In", CERT_IN), ("Data Protection Board", BOARD)):
        due = (noticed + patience).astimezone(INDIA)
        hours = (noticed + patience - now).total_seconds() / 3600
        state = f"{hours:.1f} hours are left" if hours > 0 else f"{-hours:.1f} HOURS LATE"
        sys.stdout.write(f"{who}: before {due:%d-%m-%Y %H:%M}, {state}\n")
    return 0


def read_moment(text: str, now: datetime) -> datetime | None:
    """The moment that was typed, Indian time unless it names a zone; None when it is none.

    >>> later = datetime(2026, 11, 23, tzinfo=timezone.utc)
    >>> read_moment("2026-11-22T14:30", later).isoformat()
    '2026-11-22T14:30:00+05:30'
    """
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=INDIA)
    return moment if moment <= now else None

"""Times as the pages show them: Indian Standard Time, dd-mm-yyyy hh:mm."""

from datetime import date, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30), "IST")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


def when(moment: datetime | None) -> str:
    """A moment in India; a dash for none.

    >>> when(datetime(2026, 11, 22, 20, 0, tzinfo=timezone.utc))
    '23-11-2026 01:30'
    """
    return "–" if moment is None else moment.astimezone(INDIA).strftime("%d-%m-%Y %H:%M")


def day(value: date | None) -> str:
    """A day, or the day in India of a moment; a dash for none.

    >>> day(date(2026, 11, 22))
    '22-11-2026'
    """
    if isinstance(value, datetime):
        value = value.astimezone(INDIA)
    return "–" if value is None else value.strftime("%d-%m-%Y")

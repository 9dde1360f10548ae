"""When to try again, in words of both languages."""

import math
from datetime import datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30))
_MINUTE, _HOUR = 60, 3600


def in_words(seconds: float, *, now: datetime | None = None) -> dict[str, str]:
    """A wait as people say it: seconds, minutes, or the clock when it is longer than an hour.

    Never nothing: the least is one second.

    Args:
        seconds: to wait.
        now: the present moment, for the clock.

    >>> in_words(0.2)
    {'hi': '1 सेकंड बाद', 'en': 'in 1 second'}
    >>> in_words(90)
    {'hi': '2 मिनट बाद', 'en': 'in 2 minutes'}
    >>> in_words(7200, now=datetime(2026, 11, 22, 11, 2, tzinfo=timezone.utc))
    {'hi': 'शाम 6:32 बजे के बाद', 'en': 'after 6:32 pm'}
    >>> in_words(7 * 3600, now=datetime(2026, 11, 22, 11, 30, tzinfo=timezone.utc))
    {'hi': 'रात 12:00 बजे के बाद', 'en': 'after midnight'}
    """
    if seconds <= _MINUTE:
        return _counted(seconds, "सेकंड", "second")
    if seconds <= _HOUR:
        return _counted(seconds / _MINUTE, "मिनट", "minute")
    start = (now or datetime.now(timezone.utc)).astimezone(INDIA)
    moment = start + timedelta(seconds=seconds)
    # A minute that has begun is over only with the next one.
    if moment.second or moment.microsecond > 999:
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return _clock(moment, is_today=moment.date() == start.date())


def _counted(number: float, hindi: str, english: str) -> dict[str, str]:
    whole = max(1, math.ceil(number))
    return {"hi": f"{whole} {hindi} बाद", "en": f"in {whole} {english}{'s' * (whole > 1)}"}


def _clock(moment: datetime, *, is_today: bool) -> dict[str, str]:
    clock = f"{moment.hour % 12 or 12}:{moment.minute:02}"
    if (moment.hour, moment.minute) == (0, 0):
        return {"hi": "रात 12:00 बजे के बाद", "en": "after midnight"}
    half = "am" if moment.hour < 12 else "pm"
    hindi = f"{_part_of_day(moment.hour)} {clock} बजे के बाद"
    if is_today:
        return {"hi": hindi, "en": f"after {clock} {half}"}
    return {"hi": f"कल {hindi}", "en": f"after {clock} {half} tomorrow"}


def _part_of_day(hour: int) -> str:
    if hour < 4 or hour >= 20:
        return "रात"
    if hour < 12:
        return "सुबह"
    return "दोपहर" if hour < 16 else "शाम"

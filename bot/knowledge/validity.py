"""From when and until when an answer holds, and whether it is due for another look, in one line.

Responses of the model are static; what depends on the day is decided when the answer is given, by
facts that travel with it (`custom`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.knowledge.entries import Entry

LINES = {
    "not_yet": {
        "hi": "⚠ यह {valid_from} से लागू होगा।",
        "en": "⚠ This applies from {valid_from}.",
    },
    "ended": {
        "hi": "⚠ यह {valid_until} तक ही लागू था; आज के नियम के लिए अपने कार्यालय से पूछिए।",
        "en": "⚠ This applied until {valid_until} only; ask your office for today's rule.",
    },
    "review": {
        "hi": "⚠ हमने इसे {checked_on} को जाँचा था, नई जाँच बाकी है; कार्यालय से पुष्टि कर लीजिए।",
        "en": "⚠ Last checked by us on {checked_on}, due again; confirm it with your office.",
    },
    "until": {
        "hi": "यह {valid_until} तक लागू है।",
        "en": "This applies until {valid_until}.",
    },
    "since": {
        "hi": "यह {valid_from} से लागू है।",
        "en": "This has applied since {valid_from}.",
    },
}


def facts(entry: Entry) -> dict[str, str]:
    """The days that matter, as yyyy-mm-dd: `checked_on` always, the others where there are any."""
    days = {
        "checked_on": entry.checked_on,
        "review_on": entry.review_on,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
    }
    return {name: day.isoformat() for name, day in days.items() if day}


def line(known: Mapping[str, Any], language: str, today: str) -> str | None:
    """What is to be said of an answer's validity today, or None.

    Args:
        known: `facts` of the answer, among other things.
        language: `hi` or `en`.
        today: yyyy-mm-dd.

    >>> line({"valid_until": "2025-12-31"}, "en", "2026-11-22")
    "⚠ This applied until 31-12-2025 only; ask your office for today's rule."
    >>> line({"checked_on": "2026-11-22", "review_on": "2028-11-22"}, "en", "2026-11-22")
    """
    what = _what(known, today)
    if what is None:
        return None
    days = {name: _written(day) for name, day in known.items() if name in _DAYS}
    return LINES[what]["en" if language == "en" else "hi"].format(**days)


_DAYS = ("checked_on", "review_on", "valid_from", "valid_until")


def _what(known: Mapping[str, Any], today: str) -> str | None:
    """The most pressing of what can be said; days as yyyy-mm-dd compare as text."""
    first, last = known.get("valid_from"), known.get("valid_until")
    if first and today < first:
        return "not_yet"
    if last and today > last:
        return "ended"
    if known.get("review_on") and today >= known["review_on"]:
        return "review"
    if last:
        return "until"
    return "since" if first else None


def _written(day: str) -> str:
    return date.fromisoformat(day).strftime("%d-%m-%Y")

"""One line of a department's export, read into an `ApplicationRecord` or refused with a reason."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from store.applications import normalise_mobile, normalise_number
from store.districts import DISTRICTS
from store.import_reasons import RowRejected
from store.models import Application
from store.records import (
    EKYC_FAILURES,
    EVENT_KINDS,
    ApplicationRecord,
    DependantRecord,
    EventRecord,
)

REQUIRED = (
    "application_number",
    "kind",
    "name",
    "mobile",
    "designation",
    "office",
    "approver_office",
    "district",
    "submitted_on",
    "events",
    "dependants",
)
OPTIONAL = ("state",)
# Raise it when the same line is to be read differently: a next import then reads all again.
RULES_VERSION = "1"
MAY_BE_EMPTY = {"designation", "office"}
MOST_EVENTS = 100
MOST_DEPENDANTS = 30
LONGEST_REASON = 500

_KINDS = {
    "employee": "employee",
    "pensioner": "pensioner",
    "कर्मचारी": "employee",
    "पेंशनर": "pensioner",
}
_LENGTHS = {
    name: Application.__table__.c[name].type.length
    for name in ("name", "designation", "office", "approver_office", "district")
}
_DISTRICTS = {name.casefold(): name for name in DISTRICTS} | {
    hindi: name for name, hindi in DISTRICTS.items()
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_INDIAN = re.compile(r"(\d\d)[-/.](\d\d)[-/.](\d{4})", re.ASCII)
_PART = re.compile(r"(?<!\\);")
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){11}(?!\d)")
_LONG_RUN = re.compile(r"(?<![A-Za-z\d])\+?\d(?:[ -]?\d){9,}")


def read_row(row: Mapping[str, str], *, today: date) -> ApplicationRecord:
    """Reads one line, by column name.

    Raises:
        RowRejected: something in it cannot be stored.
    """
    number = normalise_number(row["application_number"])
    if number is None:
        raise RowRejected("number")
    kind = _KINDS.get(row["kind"].strip().lower())
    if kind is None:
        raise RowRejected("kind")
    mobile = normalise_mobile(row["mobile"])
    if mobile is None:
        raise RowRejected("mobile")
    words = {column: _words(row[column], column, most) for column, most in _LENGTHS.items()}
    if _TWELVE_DIGITS.search("\n".join(words.values())):
        raise RowRejected("identifier", column=_column_with_identifier(words))
    submitted_on = _date(row["submitted_on"], "submitted_on", today)
    events = _events(row["events"], submitted_on, today)
    if row.get("state", "").strip() not in ("", events[-1].kind):
        raise RowRejected("state")
    return ApplicationRecord(
        number=number,
        kind=kind,
        mobile=mobile,
        submitted_on=submitted_on,
        events=events,
        dependants=_dependants(row["dependants"], today),
        **{**words, "district": _DISTRICTS.get(words["district"].casefold(), words["district"])},
    )


def _words(text: str, column: str, most: int) -> str:
    text = " ".join(text.split())
    if not text and column not in MAY_BE_EMPTY:
        raise RowRejected("empty", column=column)
    if len(text) > most:
        raise RowRejected("long", column=column, most=most)
    return text


def _column_with_identifier(words: Mapping[str, str]) -> str:
    return next(column for column, text in words.items() if _TWELVE_DIGITS.search(text))


def _date(text: str, column: str, today: date) -> date:
    day = _read_date(text.strip())
    if day is None:
        raise RowRejected("date", column=column)
    if day > today:
        raise RowRejected("future", column=column)
    return day


@lru_cache(maxsize=8192)
def _read_date(text: str) -> date | None:
    if found := _ISO.fullmatch(text):
        parts = found[1], found[2], found[3]
    elif found := _INDIAN.fullmatch(text):
        parts = found[3], found[2], found[1]
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _parts(text: str, column: str, most: int) -> list[str]:
    pieces = _PART.split(text) if "\\" in text else text.split(";")
    parts = [part.replace("\\;", ";").strip() for part in pieces if part.strip()]
    if len(parts) > most:
        raise RowRejected("many", column=column, most=most)
    return parts


def _events(text: str, submitted_on: date, today: date) -> tuple[EventRecord, ...]:
    events = [_event(part, today) for part in _parts(text, "events", MOST_EVENTS)]
    # Stable: one day's events stay in the order of the file.
    events.sort(key=lambda event: event.on)
    if not events:
        return (EventRecord("submitted", submitted_on),)
    if events[0].on < submitted_on:
        raise RowRejected("early")
    if (events[0].kind, events[0].on) != ("submitted", submitted_on):
        raise RowRejected("first")
    return tuple(events)


@lru_cache(maxsize=32_768)
def _event(part: str, today: date) -> EventRecord:
    kind, _, rest = part.partition(":")
    when, _, detail = rest.partition(":")
    kind, detail = kind.strip().lower(), detail.strip()
    if kind not in EVENT_KINDS:
        raise RowRejected("event")
    day = _date(when, "events", today)
    if not detail:
        return EventRecord(kind, day)
    if kind == "returned":
        if len(detail) > LONGEST_REASON:
            raise RowRejected("long", column="events", most=LONGEST_REASON)
        return EventRecord(kind, day, reason=_masked(detail))
    if kind == "ekyc_failed" and detail in EKYC_FAILURES:
        return EventRecord(kind, day, detail=detail)
    raise RowRejected("detail")


def _masked(reason: str) -> str:
    # Officers write mobile and Aadhaar numbers into reasons; the words are what we need.
    return _LONG_RUN.sub("XXXXXX", " ".join(reason.split()))


def _dependants(text: str, today: date) -> tuple[DependantRecord, ...]:
    if _TWELVE_DIGITS.search(text):
        raise RowRejected("identifier", column="dependants")
    parts = _parts(text, "dependants", MOST_DEPENDANTS)
    return tuple([_dependant(part, today.year) for part in parts])


def _dependant(part: str, this_year: int) -> DependantRecord:
    pieces = part.split(":")
    if len(pieces) != 3:
        raise RowRejected("dependant")
    relation, name, year = (" ".join(piece.split()) for piece in pieces)
    is_short = 0 < len(relation) <= 30 and 0 < len(name) <= _LENGTHS["name"]
    if not is_short or not year.isdecimal() or not 1900 <= int(year) <= this_year:
        raise RowRejected("dependant")
    return DependantRecord(relation.lower(), name, int(year))

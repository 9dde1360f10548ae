"""Spells of days inside a service: those that bar, and how many distinct days they cover."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import SimpleNamespace

from actions.rules.dates import add_days
from actions.rules.errors import InputError, problem
from actions.rules.reading import Given

Spell = tuple[date, date]
TITLES: Mapping[str, Mapping[str, str]] = {
    "leave_spells": {"hi": "असाधारण अवकाश और न गिना गया निलंबन", "en": "Extraordinary leave"},
    "interruptions": {"hi": "सेवा में व्यवधान", "en": "Interruptions of service"},
    "joining_date": {"hi": "सेवा में आने की तारीख", "en": "Date of joining"},
    "leaving_date": {"hi": "सेवा का अंतिम दिन", "en": "Last day of service"},
    "from": {"hi": "कब से", "en": "From"},
}


def bounds(row: SimpleNamespace) -> Spell:
    """First and last day of a row; its fields are Python keywords."""
    return getattr(row, "from"), row.to


def outside_service(given: Given) -> Iterator[InputError]:
    """Spells that end before they begin or lie outside the service."""
    for field in ("leave_spells", "interruptions"):
        for row in getattr(given, field) or ():
            begins, ends = bounds(row)
            for code, other, wrong in (
                ("too_early", "from", ends < begins),
                ("too_early", "joining_date", _before(begins, given.joining_date)),
                ("too_late", "leaving_date", _before(given.leaving_date, ends)),
            ):
                if wrong:
                    yield problem(field, code, TITLES[field], other=TITLES[other])


def _before(day: date | None, other: date | None) -> bool:
    return bool(day and other and day < other)


def distinct_days(spells: Iterable[Spell], since: date) -> int:
    """Days covered by any of the spells, each once, from `since` on.

    >>> distinct_days([(date(2020, 1, 1), date(2020, 1, 3)), (date(2020, 1, 3), date(2020, 1, 4))],
    ...     since=date(2020, 1, 2))
    3
    """
    total, free_from = 0, since
    for begins, ends in sorted(spells):
        first = max(begins, free_from)
        if first <= ends:
            total += (ends - first).days + 1
            free_from = add_days(ends, 1)
    return total


def day_after_last(spells: Sequence[Spell], default: date) -> date:
    """The day after the latest end, or the default when that is later or there is no spell."""
    return max([default, *(add_days(ends, 1) for _, ends in spells)])

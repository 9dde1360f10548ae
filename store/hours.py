"""Office hours: when staff are there, when they come back, and how long they were there.

A day is written `Mon-Sat 10:00-17:00`; several parts stand beside each other with `;`, as in
`Mon-Fri 10:00-13:00; Mon-Fri 14:00-17:00; Sat 10:00-13:00`. Times are Indian.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

INDIA = ZoneInfo("Asia/Kolkata")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = {
    "hi": ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_TO = {"hi": "से", "en": "to"}
_PART = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? "
    r"(?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)"
)


@dataclass(frozen=True)
class Span:
    """Open on one weekday (0 is Monday), in minutes from midnight; `closes` is not included."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class OfficeHours:
    """A week's spans in order, none touching another."""

    spans: tuple[Span, ...]

    def is_open(self, at: datetime) -> bool:
        """Whether staff are there at a moment."""
        local = at.astimezone(INDIA)
        minute = local.hour * 60 + local.minute
        return any(
            span.weekday == local.weekday() and span.opens <= minute < span.closes
            for span in self.spans
        )

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself when staff are there, else when they come next; Indian time.

        >>> hours = read_hours("Mon-Sat 10:00-17:00")
        >>> hours.next_opening(datetime(2026, 11, 21, 18, tzinfo=INDIA)).isoformat()
        '2026-11-23T10:00:00+05:30'
        """
        if self.is_open(at):
            return at.astimezone(INDIA)
        today = at.astimezone(INDIA).date()
        starts = (start for start, _ in self._openings(today, days=8) if start > at)
        return min(starts)

    def open_seconds(self, start: datetime, end: datetime) -> float:
        """How long staff were there between two moments; 0 when `end` is not the later one."""
        if end <= start:
            return 0.0
        first, last = (moment.astimezone(INDIA).date() for moment in (start, end))
        total = 0.0
        for opens, closes in self._openings(first, days=(last - first).days + 1):
            total += max(0.0, (min(closes, end) - max(opens, start)).total_seconds())
        return total

    def describe(self, language: str) -> str:
        """The week in words: days with the same hours stand together.

        >>> read_hours("Mon-Sat 10:00-17:00").describe("en")
        'Monday to Saturday, 10:00 to 17:00'
        """
        by_times: list[tuple[tuple[str, ...], list[int]]] = []
        for weekday in sorted({span.weekday for span in self.spans}):
            times = tuple(
                f"{_clock(span.opens)} {_TO[language]} {_clock(span.closes)}"
                for span in self.spans
                if span.weekday == weekday
            )
            if by_times and by_times[-1][0] == times and by_times[-1][1][-1] == weekday - 1:
                by_times[-1][1].append(weekday)
            else:
                by_times.append((times, [weekday]))
        names, joiner = DAY_NAMES[language], f" {_TO[language]} "
        return "; ".join(
            f"{joiner.join(names[d] for d in sorted({days[0], days[-1]}))}, {', '.join(times)}"
            for times, days in by_times
        )

    def _openings(self, first: date, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        for ahead in range(days):
            day = first + timedelta(days=ahead)
            for span in self.spans:
                if span.weekday == day.weekday():
                    midnight = datetime.combine(day, time(), INDIA)
                    # India keeps one offset all year, so minutes may simply be added.
                    yield (
                        midnight + timedelta(minutes=span.opens),
                        midnight + timedelta(minutes=span.closes),
                    )


@lru_cache(maxsize=8)
def read_hours(written: str) -> OfficeHours:
    """Reads OFFICE_HOURS.

    Raises:
        ValueError: it says which part cannot be read and how it is written, in both languages.
    """
    spans: list[Span] = []
    for part in filter(None, (piece.strip() for piece in written.lower().split(";"))):
        spans += _read_part(part)
    if not spans:
        raise _wrong(written, "there is no part", "कोई हिस्सा नहीं है")
    spans.sort(key=lambda span: (span.weekday, span.opens))
    for one, other in zip(spans, spans[1:], strict=False):
        if one.weekday == other.weekday and other.opens <= one.closes:
            raise _wrong(written, "two parts overlap or touch", "दो हिस्से आपस में मिलते हैं")
    return OfficeHours(tuple(spans))


def _read_part(part: str) -> list[Span]:
    found = _PART.fullmatch(" ".join(part.split()))
    if found is None or not {found["first"], found["last"] or "mon"} <= set(DAYS):
        raise _wrong(part, "it does not look like that", "यह वैसा नहीं लिखा है")
    first = DAYS.index(found["first"])
    last = DAYS.index(found["last"] or found["first"])
    opens, closes = _minutes(found["opens"], part), _minutes(found["closes"], part)
    if closes <= opens:
        raise _wrong(part, "it closes before it opens", "बंद होने का समय खुलने से पहले है")
    # "Sat-Mon" goes over the end of the week.
    return [Span((first + n) % 7, opens, closes) for n in range((last - first) % 7 + 1)]


def _minutes(clock: str, part: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    total = hours * 60 + minutes
    if minutes > 59 or total > 24 * 60:
        raise _wrong(part, f"{clock} is no time of day", f"{clock} कोई समय नहीं है")
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _wrong(part: str, why: str, kyon: str) -> ValueError:
    return ValueError(
        f"OFFICE_HOURS is written like 'Mon-Sat 10:00-17:00; Sun 10:00-12:00'; {part!r}: {why}. / "
        f"OFFICE_HOURS ऐसे लिखिए: 'Mon-Sat 10:00-17:00; Sun 10:00-12:00'; {part!r}: {kyon}।"
    )

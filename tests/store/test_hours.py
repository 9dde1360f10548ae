"""Office hours: reading them, and arithmetic that minute-by-minute counting confirms."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from store.hours import DAYS, INDIA, OfficeHours, Span, read_hours

WEEK = read_hours("Mon-Fri 10:00-13:00; Mon-Fri 14:00-17:00; Sat 10:00-13:00")
START = datetime(2026, 11, 16, tzinfo=INDIA)  # a Monday


@st.composite
def weeks(draw):
    """Hours with up to two spans on some days."""
    spans = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        marks = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=4)))
        marks = marks[: len(marks) // 2 * 2]
        spans += [Span(weekday, *marks[i : i + 2]) for i in range(0, len(marks), 2)]
    return OfficeHours(tuple(spans))


moments = st.integers(0, 14 * 1440).map(lambda minutes: START + timedelta(minutes=minutes))


def written(hours):
    def clock(minutes):
        return f"{minutes // 60}:{minutes % 60:02}"

    return "; ".join(f"{DAYS[s.weekday]} {clock(s.opens)}-{clock(s.closes)}" for s in hours.spans)


@given(weeks())
def test_what_is_written_is_read_back(hours):
    assert sorted(read_hours(written(hours)).spans, key=lambda s: (s.weekday, s.opens)) == list(
        read_hours(written(hours)).spans
    )
    assert set(read_hours(written(hours)).spans) == set(hours.spans)


@given(weeks(), moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours, at):
    opening = hours.next_opening(at)
    assert opening >= at
    assert hours.is_open(opening)
    assert hours.open_seconds(at, opening) == 0
    assert opening - at < timedelta(days=8)


@settings(max_examples=40, deadline=None)
@given(weeks(), moments, st.integers(0, 3 * 1440))
def test_open_seconds_agree_with_counting_minutes(hours, start, minutes):
    counted = sum(hours.is_open(start + timedelta(minutes=n)) for n in range(minutes))
    assert hours.open_seconds(start, start + timedelta(minutes=minutes)) == 60 * counted


@given(weeks(), moments, moments, moments)
def test_open_seconds_add_up(hours, one, two, three):
    first, middle, last = sorted((one, two, three))
    parts = hours.open_seconds(first, middle) + hours.open_seconds(middle, last)
    assert hours.open_seconds(first, last) == parts
    assert hours.open_seconds(last, first) == 0


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ((2026, 11, 16, 9, 59), (2026, 11, 16, 10, 0)),
        ((2026, 11, 16, 10, 0), (2026, 11, 16, 10, 0)),
        ((2026, 11, 16, 13, 0), (2026, 11, 16, 14, 0)),
        ((2026, 11, 20, 17, 0), (2026, 11, 21, 10, 0)),
        ((2026, 11, 21, 13, 0), (2026, 11, 23, 10, 0)),
    ],
)
def test_the_edges_of_the_day(at, opens):
    assert WEEK.next_opening(datetime(*at, tzinfo=INDIA)) == datetime(*opens, tzinfo=INDIA)


def test_a_range_may_go_over_the_end_of_the_week():
    assert {span.weekday for span in read_hours("Sat-Mon 8:00-9:00").spans} == {5, 6, 0}


def test_the_week_in_words():
    assert WEEK.describe("en") == (
        "Monday to Friday, 10:00 to 13:00, 14:00 to 17:00; Saturday, 10:00 to 13:00"
    )
    assert read_hours("Mon-Sat 10:00-17:00").describe("hi") == ("सोमवार से शनिवार, 10:00 से 17:00")


@pytest.mark.parametrize(
    "text",
    [
        "", ";", "10:00-17:00", "Mon 10-17", "Mon-Sat 17:00-10:00", "Mon 10:00-25:00",
        "Mon 10:61-12:00", "Foo 10:00-12:00", "Mon 9:00-12:00; Mon 11:00-13:00",
        "Mon 9:00-12:00; Mon 12:00-13:00", "Mon to Fri 10:00-17:00", "Mon 10:00-10:00",
    ],
)  # fmt: skip
def test_wrong_hours_are_refused_in_both_languages(text):
    with pytest.raises(ValueError, match=r"OFFICE_HOURS is written like .* ऐसे लिखिए"):
        read_hours(text)

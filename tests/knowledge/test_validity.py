"""One line about an answer's validity, by the day."""

from datetime import date

import pytest

from bot.knowledge.entries import months_after
from bot.knowledge.validity import line

CHECKED = {"checked_on": "2026-11-22", "review_on": "2028-11-22"}


@pytest.mark.parametrize(
    ("facts", "today", "says"),
    [
        ({}, "2028-11-21", None),
        ({}, "2028-11-22", "due again"),
        ({"valid_from": "2027-01-01"}, "2026-12-31", "applies from 01-01-2027"),
        ({"valid_from": "2027-01-01"}, "2027-01-01", "since 01-01-2027"),
        ({"valid_until": "2027-03-31"}, "2027-03-31", "applies until 31-03-2027"),
        ({"valid_until": "2027-03-31"}, "2027-04-01", "applied until 31-03-2027 only"),
        ({"valid_until": "2027-03-31"}, "2029-01-01", "applied until 31-03-2027 only"),
        ({"valid_until": "2030-03-31"}, "2029-01-01", "due again"),
    ],
)
def test_the_most_pressing_thing_is_said(facts, today, says) -> None:
    said = line({**CHECKED, **facts}, "en", today)
    assert (said is None) if says is None else (says in said)
    hindi = line({**CHECKED, **facts}, "hi", today)
    assert (hindi is None) == (said is None)
    assert hindi is None or "\n" not in hindi


def test_an_answer_without_a_source_is_never_due() -> None:
    assert line({"checked_on": "2020-01-01"}, "en", "2030-01-01") is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_to_the_end_of_a_shorter_month(day, months, later) -> None:
    assert months_after(day, months) == later

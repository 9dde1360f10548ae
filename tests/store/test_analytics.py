from datetime import date, datetime, timedelta, timezone

import pytest

from store import analytics, turns
from store.analytics import Period
from store.applications import upsert_application
from store.feedback import Feedback
from store.models_curation import CurationItem

DAY = date(2026, 11, 21)
PERIOD = Period(DAY, DAY)
# 21 November in India, and the last minute before and the first after it.
INSIDE = datetime(2026, 11, 20, 18, 30, tzinfo=timezone.utc)
BEFORE, AFTER = INSIDE - timedelta(minutes=1), INSIDE + timedelta(days=1)


@pytest.fixture
def add(db):
    numbers = iter(range(1000))

    def add(**changes):
        number = next(numbers)
        values = {
            "conversation": "c" * 32,
            "message_id": f"client:{number}",
            "at": INSIDE,
            "channel": "rest",
            "language": "hi",
            "outcome": "answered",
            "label": "opd_bill",
            "topic": "medical",
            "confidence": 0.9,
            "milliseconds": 40,
            "num_replies": 1,
        }
        turns.save_fact(db, turns.Fact(**{**values, **changes}))

    return add


def thumb(db, number, verdict, label="opd_bill", reason=None):
    db.add(
        Feedback(conversation="c" * 32, message_id=f"m{number}", verdict=verdict, reason=reason,
                 label=label, language="hi", channel="rest", created_at=INSIDE)
    )  # fmt: skip
    db.flush()


def test_a_day_is_a_day_in_india(db, add):
    for at in (BEFORE, INSIDE, AFTER - timedelta(seconds=1), AFTER):
        add(at=at)
    assert analytics.count_days(db, PERIOD) == {("2026-11-21", "answered"): 2}
    three = Period(DAY - timedelta(days=1), DAY + timedelta(days=1))
    assert list(analytics.count_days(db, three).values()) == [1, 2, 1]
    assert three.days == [DAY + timedelta(days=n) for n in (-1, 0, 1)]


def test_counts_by_column_come_most_frequent_first(db, add):
    for channel in ("rest", "telegram", "telegram"):
        add(channel=channel, topic=None)
    assert analytics.count_by(db, PERIOD, "channel") == [("telegram", 2), ("rest", 1)]
    assert analytics.count_by(db, PERIOD, "topic") == []


def test_labels_tell_time_and_thumbs(db, add):
    for milliseconds in (20, 40, 90):
        add(milliseconds=milliseconds)
    add(label="pension", outcome="calculated", milliseconds=200)
    add(label="x", outcome="disambiguated")
    thumb(db, 1, "up")
    thumb(db, 2, "down")
    often = analytics.fetch_labels(db, PERIOD)
    assert [one.label for one in often] == ["opd_bill", "pension"]
    first = often[0]
    assert (first.num_turns, first.mean_ms, first.slowest_ms) == (3, 50, 90)
    assert (first.num_up, first.num_down) == (1, 1)
    slow = analytics.fetch_labels(db, PERIOD, by="slowest")
    assert [one.label for one in slow] == ["pension", "opd_bill"]


def test_percentiles_are_of_questions_only(db, add):
    assert analytics.fetch_percentiles(db, PERIOD, (0.5, 0.95)) == [None, None]
    for milliseconds in range(1, 101):
        add(milliseconds=milliseconds)
    add(outcome="operator", milliseconds=900_000)
    assert analytics.fetch_percentiles(db, PERIOD, (0.5, 0.95)) == [51, 96]


def test_satisfaction_counts_thumbs_and_reasons(db):
    thumb(db, 1, "up")
    thumb(db, 2, "down", reason="wrong")
    thumb(db, 3, "down", reason="wrong")
    thumb(db, 4, "down")
    found = analytics.fetch_satisfaction(db, PERIOD)
    assert (found.num_up, found.num_down, found.reasons) == (1, 3, (("wrong", 2),))


def test_unanswered_questions_count_by_cluster(db):
    def item(number, text, cluster=None, status="new"):
        row = CurationItem(origin=f"o{number}", text=text, language="hi", reason="refused",
                           asked_at=INSIDE, status=status, cluster=cluster)  # fmt: skip
        db.add(row)
        db.flush()
        return row.id

    first = item(1, "card kho gaya")
    item(2, "card gum gaya", cluster=first)
    item(3, "naya sawal")
    item(4, "done", status="answered")
    found = analytics.fetch_unanswered(db, PERIOD)
    assert [(text, count) for text, count, _ in found] == [("card gum gaya", 2), ("naya sawal", 1)]


def test_applications_are_counted_by_state_and_district(stored, db, make_record, now):
    upsert_application(db, make_record(number="UP2026-00000043", mobile="6000012346"), now=now)
    db.flush()
    assert analytics.count_states(db) == [("submitted", 2)]
    (district,) = analytics.count_districts(db)
    assert (district.district, district.num_applications, district.num_cards) == (
        "Kanpur Nagar", 2, 0
    )  # fmt: skip

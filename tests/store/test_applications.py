from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from store.applications import (
    fetch_application,
    normalise_mobile,
    normalise_number,
    upsert_application,
    upsert_applications,
)
from store.engine import session
from store.records import DependantRecord, EventRecord

NUMBER = "UP2026-00000042"


@pytest.mark.parametrize("typed", [
    "UP2024-00123456", "up202400123456", " UP 2024 0012 3456 ", "UP2024–00123456",
    "Up-2024-0012-3456", "UP२०२४-००१२३४५६", "ＵＰ2024-00123456", "UP/2024/00123456",
])  # fmt: skip
def test_a_number_is_read_however_it_is_written(typed):
    assert normalise_number(typed) == "UP2024-00123456"


@pytest.mark.parametrize("typed", [
    "", "UP", "2024-00123456", "UP2024-0012345", "UP2024-001234567", "UP1924-00123456",
    "UK2024-00123456", "UP2024-0012345X", "6000012345", "234567890123", "UP2024-0012345\x00",
])  # fmt: skip
def test_anything_else_is_no_number(typed):
    assert normalise_number(typed) is None


@pytest.mark.parametrize("typed", [
    "6000012345", "+91 60000 12345", "06000012345", "91-6000012345", "६०००० १२३४५",
])  # fmt: skip
def test_a_mobile_is_read_however_it_is_written(typed):
    assert normalise_mobile(typed) == "6000012345"


@pytest.mark.parametrize("typed", ["", "12345", "5000012345", "60000123456", "600001234x"])
def test_anything_else_is_no_mobile(typed):
    assert normalise_mobile(typed) is None


@given(st.text())
def test_a_normal_form_stays_as_it_is(text):
    for normalise in (normalise_number, normalise_mobile):
        normal = normalise(text)
        assert normal is None or normalise(normal) == normal


def test_an_application_comes_back_with_family_and_events_in_order(db, now, today, make_record):
    events = (
        EventRecord("submitted", today - timedelta(days=23)),
        EventRecord("returned", today, reason="फोटो स्पष्ट नहीं"),
    )
    family = (DependantRecord("wife", "Savitri", 1990), DependantRecord("son", "Rohan", 2014))
    upsert_application(db, make_record(events=events, dependants=family), now=now)
    found = fetch_application(db, "up 2026 00000042")
    assert [(one.kind, one.on, one.detail, one.reason) for one in found.events] == list(events)
    assert [(one.relation, one.name, one.year_of_birth) for one in found.dependants] == list(
        family
    )
    assert (found.state, found.approver_role, found.mobile_ending) == ("returned", "DDO", "45")
    assert found.updated_at == now


def test_a_pensioner_is_approved_by_the_treasury(db, now, make_record):
    upsert_application(db, make_record(kind="pensioner"), now=now)
    assert fetch_application(db, NUMBER).approver_role == "TO"


@pytest.mark.parametrize("number", ["UP2026-00000099", "nothing", ""])
def test_an_unknown_number_finds_nothing(stored, number):
    with session(stored) as db:
        assert fetch_application(db, number) is None


def test_a_change_replaces_family_and_events_and_the_same_again_nothing(db, now, make_record):
    later = now + timedelta(hours=1)
    assert upsert_application(db, make_record(), now=now) == "inserted"
    assert upsert_application(db, make_record(), now=later) == "unchanged"
    assert fetch_application(db, NUMBER).updated_at == now
    changed = make_record(dependants=(), mobile="6000054321")
    assert upsert_application(db, changed, now=later) == "updated"
    found = fetch_application(db, NUMBER)
    assert (found.dependants, found.mobile_ending) == ([], "21")
    assert (found.created_at, found.updated_at) == (now, later)
    assert len(found.events) == 1


def test_a_batch_counts_its_changes(db, now, make_record):
    upsert_application(db, make_record(), now=now)
    batch = [make_record(number=f"UP2026-{place:08}") for place in range(40, 1240)]
    assert upsert_applications(db, batch, now=now) == {"inserted": 1199, "unchanged": 1}
    assert upsert_applications(db, [], now=now) == {}


def test_an_application_outlives_its_session(stored):
    with session(stored) as db:
        found = fetch_application(db, NUMBER)
    assert found.events[0].kind == "submitted"
    assert found.dependants[0].name == "Rohan Verma"

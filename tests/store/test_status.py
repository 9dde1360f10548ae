from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from store.records import EVENT_KINDS, EventRecord
from store.status import NEXT_STEPS, Holder, describe

DAY = date(2026, 10, 2)
OFFICER = Holder("DDO", "DIOS", "Kanpur Nagar")


def view(*events, as_of=DAY + timedelta(days=23)):
    records = [
        EventRecord(kind, DAY + timedelta(days=days), *more) for kind, days, *more in events
    ]
    application = SimpleNamespace(
        approver_role="DDO", approver_office="DIOS", district="Kanpur Nagar", events=records
    )
    return describe(application, as_of=as_of)


def test_a_pending_application_waits_with_its_officer_since_it_was_submitted():
    found = view(("submitted", 0), ("pending_with_approver", 0))
    assert (found.state, found.holder, found.since) == ("pending_with_approver", OFFICER, DAY)
    assert (found.days_pending, found.next_step) == (23, "contact_approver")
    assert [entry.kind for entry in found.events] == ["submitted", "pending_with_approver"]


@pytest.mark.parametrize(("last", "step", "has_holder", "is_waiting"), [
    (("submitted", 5), "contact_approver", True, True),
    (("pending_with_approver", 5), "contact_approver", True, True),
    (("returned", 5, None, "Photo"), "resubmit", False, True),
    (("approved", 5), "complete_ekyc", False, True),
    (("sms_sent", 5), "complete_ekyc", False, True),
    (("ekyc_pending", 5), "complete_ekyc", False, True),
    (("ekyc_failed", 5, "already_applied"), "email_screenshot", False, True),
    (("ekyc_failed", 5, "updation_failed"), "email_screenshot", False, True),
    (("ayushman_conflict", 5), "deactivate_ayushman_cards", False, True),
    (("card_generated", 5), "download_card", False, False),
    (("correction_requested", 5), "wait_correction", True, True),
    (("enhancement_requested", 5), "wait_enhancement", True, True),
    (("cancelled", 5), "none", False, False),
])  # fmt: skip
def test_each_state_has_its_next_step(last, step, has_holder, is_waiting):
    found = view(("submitted", 0), last)
    assert found.state == last[0]
    assert found.next_step == step
    assert (found.holder is not None) == has_holder
    assert (found.days_pending is not None) == is_waiting


def test_detail_and_reason_are_those_of_the_last_event():
    assert (
        view(("submitted", 0), ("ekyc_failed", 1, "already_applied")).detail == "already_applied"
    )
    assert view(("submitted", 0), ("returned", 1, None, "Photo")).reason == "Photo"


def test_a_correction_starts_the_wait_anew():
    found = view(("submitted", 0), ("correction_requested", 9), ("pending_with_approver", 9))
    assert (found.since, found.days_pending) == (DAY + timedelta(days=9), 14)


def test_a_resubmission_starts_the_wait_anew():
    found = view(("submitted", 0), ("returned", 4), ("submitted", 6), ("pending_with_approver", 7))
    assert (found.since, found.days_pending) == (DAY + timedelta(days=6), 17)


def test_a_second_failure_waits_since_the_first():
    found = view(("submitted", 0), ("ekyc_failed", 3), ("ekyc_failed", 8))
    assert found.since == DAY + timedelta(days=3)


@pytest.mark.parametrize(("before", "step"), [
    ("card_generated", "download_card"), ("ekyc_pending", "complete_ekyc"),
])  # fmt: skip
def test_an_approved_change_leads_back_to_where_it_stood(before, step):
    found = view(
        ("submitted", 0), (before, 1), ("enhancement_requested", 2), ("enhancement_approved", 3)
    )
    assert (found.state, found.next_step, found.holder) == ("enhancement_approved", step, None)


def test_a_clock_behind_the_department_shows_no_negative_days():
    assert view(("submitted", 0), as_of=DAY - timedelta(days=1)).days_pending == 0


def test_an_application_without_events_is_refused():
    with pytest.raises(ValueError, match="event"):
        view()


def test_every_kind_of_event_has_a_next_step():
    assert len(EVENT_KINDS) == 13
    assert {*NEXT_STEPS, "enhancement_approved"} == set(EVENT_KINDS)


@given(st.lists(st.tuples(st.sampled_from(EVENT_KINDS), st.integers(0, 400)), min_size=1))
def test_any_history_can_be_told(steps):
    found = view(*sorted(steps, key=lambda step: step[1]))
    assert found.next_step in {*NEXT_STEPS.values(), "none"}
    assert found.since <= found.events[-1].on
    assert found.days_pending is None or found.days_pending >= 0

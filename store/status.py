"""What an application's events mean today: codes and dates only, the words are the actions'."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Event(Protocol):
    """What is read of an event, from a table or from a record."""

    kind: str
    on: date
    detail: str | None
    reason: str | None


class StoredApplication(Protocol):
    """What is read of an application."""

    approver_role: str
    approver_office: str
    district: str

    @property
    def events(self) -> Sequence[Event]:
        """Oldest first."""


@dataclass(frozen=True)
class Holder:
    """The officer whose decision is awaited. `role` is DDO or TO."""

    role: str
    office: str
    district: str


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the history."""

    kind: str
    on: date
    detail: str | None
    reason: str | None


@dataclass(frozen=True)
class StatusView:
    """Where an application stands.

    `since` is the day on which the present wait began and `days_pending` whole days from it, None
    where nothing is awaited any more. `holder` is there while an officer must decide. `detail`
    and `reason` are those of the last event.
    """

    state: str
    since: date
    days_pending: int | None
    holder: Holder | None
    next_step: str
    detail: str | None
    reason: str | None
    events: tuple[TimelineEntry, ...]


# State -> what the person does next, after the scheme's FAQ (question in the comment).
NEXT_STEPS = {
    "submitted": "contact_approver",  # Q2, Q4: the DDO/TO decides, ask there
    "pending_with_approver": "contact_approver",  # Q4
    "returned": "resubmit",  # Q9a: correct it under “Edit Application”
    "approved": "complete_ekyc",  # Q2: eKYC on the Setu portal
    "sms_sent": "complete_ekyc",  # Q2: the SMS carries the link
    "ekyc_pending": "complete_ekyc",  # Q2
    "ekyc_failed": "email_screenshot",  # Q16: both messages, same remedy
    "ayushman_conflict": "deactivate_ayushman_cards",  # Q17
    "card_generated": "download_card",  # Q2, Q18
    "correction_requested": "wait_correction",  # Q5: last in the approver's list
    "enhancement_requested": "wait_enhancement",  # Q9b: the DDO/TO approves the change
    "cancelled": "none",  # Q6: cancelled because not eligible
}

_WITH_APPROVER = {
    "submitted",
    "pending_with_approver",
    "correction_requested",
    "enhancement_requested",
}
# These put the application at the end of the officer's list: the wait starts anew.
_RESTARTS = {"submitted", "correction_requested", "enhancement_requested"}
_ENDED = {"card_generated", "cancelled", "enhancement_approved"}


def describe(application: StoredApplication, *, as_of: date) -> StatusView:
    """Reads the state of an application on a day.

    Raises:
        ValueError: the application has no event.
    """
    events = tuple(
        TimelineEntry(event.kind, event.on, event.detail, event.reason)
        for event in application.events
    )
    if not events:
        raise ValueError("an application has at least the event of its submission")
    last = events[-1]
    since = _waiting_since(events)
    holder = None
    if last.kind in _WITH_APPROVER:
        holder = Holder(
            application.approver_role, application.approver_office, application.district
        )
    return StatusView(
        state=last.kind,
        since=since,
        days_pending=None if last.kind in _ENDED else max(0, (as_of - since).days),
        holder=holder,
        next_step=next_step([event.kind for event in events]),
        detail=last.detail,
        reason=last.reason,
        events=events,
    )


def next_step(kinds: Sequence[str]) -> str:
    """The code of what the person does next after events of these kinds, oldest first.

    An approved change (Q9b) leads back to where the application stood before the change.
    """
    if kinds[-1] == "enhancement_approved":
        kinds = [kind for kind in kinds if not kind.startswith("enhancement_")]
    return NEXT_STEPS[kinds[-1]] if kinds else "none"


def _waiting_since(events: Sequence[TimelineEntry]) -> date:
    since = events[-1].on
    for event in reversed(events):
        if not _same_wait(event.kind, events[-1].kind):
            break
        since = event.on
        if event.kind in _RESTARTS:
            break
    return since


def _same_wait(kind: str, last: str) -> bool:
    return kind == last or (kind in _WITH_APPROVER and last in _WITH_APPROVER)

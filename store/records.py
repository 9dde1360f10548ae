"""An application as a department reports it: checked, and not yet in a table."""

from datetime import date
from typing import NamedTuple

from store.keys import digest, fingerprint

EVENT_KINDS = (
    "submitted",
    "pending_with_approver",
    "returned",
    "approved",
    "sms_sent",
    "ekyc_pending",
    "ekyc_failed",
    "ayushman_conflict",
    "card_generated",
    "correction_requested",
    "enhancement_requested",
    "enhancement_approved",
    "cancelled",
)
# The two messages of the Setu portal (FAQ, Q 16).
EKYC_FAILURES = ("already_applied", "updation_failed")
APPROVER_ROLES = {"employee": "DDO", "pensioner": "TO"}


class EventRecord(NamedTuple):
    """Something that happened. `detail` is a code (`ekyc_failed`), `reason` words (`returned`)."""

    kind: str
    on: date
    detail: str | None = None
    reason: str | None = None


class DependantRecord(NamedTuple):
    """A family member."""

    relation: str
    name: str
    year_of_birth: int


class ApplicationRecord(NamedTuple):
    """One application with its history. `mobile` is ten digits and is only ever digested."""

    number: str
    kind: str
    name: str
    mobile: str
    designation: str
    office: str
    approver_office: str
    district: str
    submitted_on: date
    events: tuple[EventRecord, ...]
    dependants: tuple[DependantRecord, ...] = ()

    @property
    def state(self) -> str:
        """Kind of the last event."""
        return self.events[-1].kind

    @property
    def approver_role(self) -> str:
        """DDO of an employee, TO of a pensioner (FAQ, Q 4)."""
        return APPROVER_ROLES[self.kind]

    @property
    def mobile_hmac(self) -> str:
        """The only form in which the mobile number is stored."""
        return digest("mobile", self.mobile)

    @property
    def fingerprint(self) -> str:
        """Changes when anything in the record does."""
        return fingerprint("application", repr(self))

"""Moves invented applications on, to see what subscribers are told: `demo --advance N`."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.applications import upsert_applications
from store.demo import TOTAL, mobile_at, number_at
from store.models import Application
from store.records import ApplicationRecord, DependantRecord, EventRecord

# What comes next, for those that are not at an end.
_NEXT = {
    "submitted": "pending_with_approver",
    "pending_with_approver": "approved",
    "returned": "pending_with_approver",
    "approved": "sms_sent",
    "sms_sent": "ekyc_pending",
    "ekyc_pending": "card_generated",
    "ekyc_failed": "ekyc_pending",
    "ayushman_conflict": "ekyc_pending",
    "correction_requested": "approved",
    "enhancement_requested": "enhancement_approved",
}


def advance(session: Session, count: int, *, now: datetime, today: date) -> int:
    """Moves the first `count` unfinished applications on by one event; returns how many moved.

    Whoever subscribed to one of them is told, as after an import.
    """
    table = Application.__table__
    unfinished = session.execute(
        select(Application)
        .where(table.c.number.between(number_at(1), number_at(TOTAL)), table.c.state.in_(_NEXT))
        .order_by(table.c.number)
        .limit(count)
    ).scalars()
    moved = [_moved(application, today) for application in unfinished]
    return upsert_applications(session, moved, now=now)["updated"]


def _moved(application: Application, today: date) -> ApplicationRecord:
    events = [EventRecord(e.kind, e.on, e.detail, e.reason) for e in application.events]
    children = [(one.relation, one.name, one.year_of_birth) for one in application.dependants]
    return ApplicationRecord(
        number=application.number,
        kind=application.kind,
        name=application.name,
        mobile=mobile_at(int(application.number[-6:])),
        designation=application.designation,
        office=application.office,
        approver_office=application.approver_office,
        district=application.district,
        submitted_on=application.submitted_on,
        events=(*events, EventRecord(_NEXT[application.state], today)),
        dependants=tuple(DependantRecord(*child) for child in children),
    )

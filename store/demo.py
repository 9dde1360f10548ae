"""Invented applications to try things with: `python -m store demo`.

Names are Faker's, mobile numbers come from 6000000000-6000009999, application numbers begin with
UP2026-99: none belongs to anyone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.applications import upsert_applications
from store.districts import DISTRICTS
from store.models import Application
from store.records import ApplicationRecord, DependantRecord, EventRecord

TOTAL = 2_000
_SEED = 20261122
_DDO_OFFICES = (
    "District Inspector of Schools", "Chief Medical Officer", "Collectorate",
    "Public Works Department", "Irrigation Division", "Superintendent of Police",
)  # fmt: skip
_DESIGNATIONS = (
    "Junior Assistant", "Lecturer", "Staff Nurse", "Lekhpal", "Constable", "Accountant",
)  # fmt: skip

# Every state, as the days between one event and the next: (kind, days later, detail or reason).
_Step = tuple[str, int, str]
_TO_APPROVER: tuple[_Step, ...] = (("submitted", 0, ""), ("pending_with_approver", 0, ""))
_TO_EKYC = (*_TO_APPROVER, ("approved", 6, ""), ("sms_sent", 0, ""), ("ekyc_pending", 1, ""))
_TO_CARD = (*_TO_EKYC, ("card_generated", 3, ""))
_CHANGE_ASKED = (*_TO_CARD, ("enhancement_requested", 20, ""))
HISTORIES: tuple[tuple[_Step, ...], ...] = (
    _TO_APPROVER[:1],
    _TO_APPROVER,
    (*_TO_APPROVER, ("returned", 5, "Photograph of a dependant is not clear")),
    _TO_EKYC[:3],
    _TO_EKYC[:4],
    _TO_EKYC,
    (*_TO_EKYC, ("ekyc_failed", 2, "already_applied")),
    (*_TO_EKYC, ("ekyc_failed", 2, "updation_failed")),
    (*_TO_EKYC, ("ayushman_conflict", 2, "")),
    _TO_CARD,
    (*_TO_APPROVER, ("correction_requested", 9, "")),
    _CHANGE_ASKED,
    (*_CHANGE_ASKED, ("enhancement_approved", 8, "")),
    (*_TO_EKYC[:4], ("cancelled", 15, "")),
)


@dataclass(frozen=True)
class Example:
    """An application to try: `about` says what is found there, in English and Hindi."""

    number: str
    mobile: str
    about: dict[str, str]


def examples() -> tuple[Example, Example]:
    """The two that `make run` prints: a pending one, and one whose eKYC failed."""
    return (
        Example(
            "UP2026-99000001",
            "6000000001",
            {
                "en": "employee, with the DDO for 23 days",
                "hi": "कर्मचारी, 23 दिन से DDO के पास लंबित",
            },
        ),
        Example(
            "UP2026-99000002",
            "6000000002",
            {"en": "pensioner, eKYC failed", "hi": "पेंशनर, eKYC पूरी नहीं हुई"},
        ),
    )


def load(session: Session, *, now: datetime, today: date) -> int:
    """Adds what is missing and returns how many applications were added.

    The two examples are dated anew each time, so that 23 days stay 23 days.
    """
    upsert_applications(session, _example_records(today), now=now)
    last = number_at(TOTAL)
    found = session.execute(
        select(func.count()).where(Application.__table__.c.number.between(number_at(3), last))
    ).scalar_one()
    if found == TOTAL - 2:
        return 0
    changes = upsert_applications(session, list(_invented(today)), now=now)
    return changes["inserted"]


def number_at(place: int) -> str:
    """The number of the application at a place from 1 to `TOTAL`."""
    return f"UP2026-99{place:06}"


def mobile_at(place: int) -> str:
    """The mobile number registered in it."""
    return f"600000{place:04}"


def _example_records(today: date) -> list[ApplicationRecord]:
    pending, failed = examples()
    employee = ApplicationRecord(
        number=pending.number, kind="employee", name="Asha Verma", mobile=pending.mobile,
        designation="Lecturer", office="Government Inter College, Kanpur Nagar",
        approver_office="District Inspector of Schools, Kanpur Nagar", district="Kanpur Nagar",
        submitted_on=today - timedelta(days=23), events=_dated(_TO_APPROVER, today, 23),
        dependants=(DependantRecord("son", "Rohan Verma", 2014),),
    )  # fmt: skip
    pensioner = ApplicationRecord(
        number=failed.number, kind="pensioner", name="Ram Prasad Yadav", mobile=failed.mobile,
        designation="Accountant", office="Collectorate, Varanasi",
        approver_office="Treasury, Varanasi", district="Varanasi",
        submitted_on=today - timedelta(days=40), events=_dated(HISTORIES[6], today, 40),
        dependants=(DependantRecord("wife", "Savitri Yadav", 1958),),
    )  # fmt: skip
    return [employee, pensioner]


def _dated(steps: tuple[_Step, ...], today: date, days_ago: int) -> tuple[EventRecord, ...]:
    events, on = [], today - timedelta(days=days_ago)
    for kind, later, more in steps:
        on += timedelta(days=later)
        is_reason = kind == "returned"
        detail, reason = (None, more) if is_reason else (more or None, None)
        events.append(EventRecord(kind, on, detail, reason))
    return tuple(events)


def _invented(today: date) -> Iterator[ApplicationRecord]:
    from faker import Faker  # takes half a second, and only the first run needs it

    faker = Faker("en_IN")
    faker.seed_instance(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - invented people, no secret
    districts, histories = cycle(DISTRICTS), cycle(HISTORIES)
    for place in range(3, TOTAL + 1):
        district, steps = next(districts), next(histories)
        kind = chance.choice(("employee", "employee", "pensioner"))
        ddo_office = f"{chance.choice(_DDO_OFFICES)}, {district}"
        days_ago = sum(step[1] for step in steps) + chance.randrange(1, 60)
        yield ApplicationRecord(
            number=number_at(place),
            kind=kind,
            name=faker.name(),
            mobile=mobile_at(place),
            designation=chance.choice(_DESIGNATIONS),
            office=ddo_office,
            approver_office=ddo_office if kind == "employee" else f"Treasury, {district}",
            district=district,
            submitted_on=today - timedelta(days=days_ago),
            events=_dated(steps, today, days_ago),
            dependants=tuple(
                DependantRecord(relation, faker.name(), chance.randrange(1950, 2024))
                for relation in ("spouse", "son", "daughter", "mother")[: chance.randrange(5)]
            ),
        )

"""What the assistant would say, and an application of an invented person."""

from datetime import date, datetime, timedelta, timezone

import pytest

from store.applications import upsert_application
from store.records import ApplicationRecord, DependantRecord, EventRecord

QUESTION = "private hospital me kitna free hai"
NUMBER, MOBILE = "UP2026-00000042", "6000012345"


def make_answer(name, title, calculators=(), related=()):
    return {
        "id": name,
        "kind": "faq",
        "confidence": 0.9,
        "title": {"hi": f"{title} (हिंदी)", "en": title},
        "text": {"hi": f"{title}: पाँच लाख रुपये तक।", "en": f"{title}: up to five lakh rupees."},
        "source": {"hi": "नियम 3", "en": "rule 3"},
        "topic": "cashless",
        "related": [
            {"id": r, "title": {"hi": f"{r} क्या?", "en": f"What of {r}?"}} for r in related
        ],
        "calculators": list(calculators),
    }


@pytest.fixture
def assistant_says(desk):
    """The fake assistant knows one question with three answers."""
    answers = [
        make_answer("cashless_limit", "Cashless limit", ["sects_cover"], ["opd"]),
        make_answer("opd", "OPD bills"),
        make_answer("empanelled", "Empanelled hospitals"),
    ]
    found = {"language": "hinglish", "outcome": "answer", "candidates": answers}
    desk.services.understood[QUESTION] = found
    desk.services.answers.update({one["id"]: one for one in answers})
    return QUESTION


@pytest.fixture
def application(desk):
    """An application that has been with the DDO for 23 days."""
    now = datetime.now(timezone.utc)
    since = now.date() - timedelta(days=23)
    record = ApplicationRecord(
        number=NUMBER,
        kind="employee",
        name="Asha Verma",
        mobile=MOBILE,
        designation="Lecturer",
        office="Government Inter College",
        approver_office="District Inspector of Schools",
        district="Kanpur Nagar",
        submitted_on=since,
        events=(EventRecord("submitted", since), EventRecord("pending_with_approver", since)),
        dependants=(DependantRecord("son", "Rohan Verma", 2014),),
    )
    with desk.session() as db:
        upsert_application(db, record, now=now)
    assert isinstance(since, date)
    return NUMBER

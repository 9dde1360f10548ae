"""Two weeks of invented use."""

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from store import demo, feedback, turns
from store.models_curation import CurationItem

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
FIRST, LAST = "2026-11-09", "2026-11-22"


def fact(number, **changes):
    values = {
        "conversation": f"{number:032d}",
        "message_id": f"client:{number}",
        "at": NOON,
        "channel": "widget",
        "language": "hi",
        "outcome": "answered",
        "label": "private_hospital_limit",
        "topic": "sects",
        "confidence": 0.9,
        "milliseconds": 40,
        "num_replies": 1,
    }
    return turns.Fact(**{**values, **changes})


@pytest.fixture
def make_fact():
    return fact


def fill(db):
    """Invented use: 14 days, three channels, three languages."""
    chance = random.Random(7)
    outcomes = ["answered"] * 12 + ["calculated"] * 3 + ["status", "disambiguated", "refused"]
    labels = {"answered": ["opd_bill", "ekyc_error"], "calculated": ["pension", "gratuity"]}
    for number in range(700):
        outcome = chance.choice(outcomes)
        turns.save_fact(
            db,
            fact(
                number,
                at=NOON - timedelta(days=chance.randrange(14), minutes=chance.randrange(600)),
                channel=chance.choice(["widget", "telegram", "telegram", "rest"]),
                language=chance.choice(["hi", "hinglish", "hinglish", "en"]),
                outcome=outcome,
                label=chance.choice(labels.get(outcome, ["x"])),
                topic=chance.choice(["sects", "pension", "leave", "gpf"]),
                milliseconds=chance.randrange(20, 90),
            ),
        )
    for number in range(60):
        db.add(
            feedback.Feedback(
                conversation=f"{number:032d}",
                message_id=f"client:{number}",
                verdict="down" if number % 5 == 0 else "up",
                reason="wrong" if number % 10 == 0 else None,
                comment=None,
                label="opd_bill",
                language="hi",
                channel="widget",
                created_at=NOON,
            )
        )
    for number, text in enumerate(["card kho gaya to", "[mobile#1] par SMS nahi aaya"]):
        db.add(
            CurationItem(
                origin=f"test:{number}",
                text=text,
                language="hinglish",
                reason="refused",
                asked_at=NOON,
                status="new",
            )
        )
    demo.load(db, now=NOON, today=TODAY)


@pytest.fixture(scope="module")
def used(desk):
    """The console of a module, filled once."""
    with desk.session() as db:
        fill(db)
    return desk

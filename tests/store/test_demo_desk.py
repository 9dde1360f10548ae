from pathlib import Path

import yaml
from sqlalchemy import func, select

from store import analytics, demo_desk, queue, staff_invitations
from store.analytics import Period
from store.models_staff import Staff
from store.models_turns import TurnFact

ROOT = Path(__file__).parents[2]
SAYINGS = yaml.safe_load((ROOT / "store" / "demo_desk.yml").read_text("utf-8"))


def test_queues_and_charts_have_something_to_show(db, now, today):
    assert demo_desk.load(db, now=now)
    invitations = demo_desk.invite(db, now=now)
    db.flush()
    assert queue.count_unclosed(db) == {"waiting": 3, "open": 1, "callback": 3}
    assert len(queue.fetch_follow_ups(db)) == 3
    assert db.execute(select(func.count()).select_from(TurnFact)).scalar_one() > 4_000
    month = Period(today.replace(day=1), today)
    assert len(analytics.count_days(db, month)) > 100
    assert analytics.fetch_satisfaction(db, month).num_up > 50
    texts = analytics.fetch_unanswered(db, month)
    assert len(texts) == len(SAYINGS["unanswered"])
    assert {staff_invitations.fetch(db, token, now=now).login for token in invitations.values()} \
        == set(invitations)  # fmt: skip


def test_loading_again_adds_nothing(db, now):
    demo_desk.load(db, now=now)
    before = db.execute(select(func.count()).select_from(TurnFact)).scalar_one()
    assert not demo_desk.load(db, now=now)
    assert db.execute(select(func.count()).select_from(TurnFact)).scalar_one() == before
    assert db.execute(select(func.count()).select_from(Staff)).scalar_one() == 4


def test_answers_and_calculators_that_are_named_exist():
    answers = {path.stem for path in (ROOT / "data" / "faq").rglob("*.yml")}
    calculators = {path.parent.name for path in (ROOT / "actions" / "rules").rglob("formula.py")}
    assert set(SAYINGS["answers"]) <= answers
    assert set(SAYINGS["calculators"]) <= calculators
    assert {one.get("label") for one in SAYINGS["unanswered"]} - {None} <= answers


def test_an_account_that_somebody_took_is_not_given_out_again(db, now):
    demo_desk.load(db, now=now)
    first = demo_desk.invite(db, now=now)
    db.query(Staff).filter_by(login="demo.operator").one().password_hash = "taken"
    db.flush()
    again = demo_desk.invite(db, now=now)
    assert set(first) - set(again) == {"demo.operator"}
    assert not set(first.values()) & set(again.values())

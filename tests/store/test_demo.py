import re
from datetime import timedelta

from sqlalchemy import func, select

from store import demo
from store.applications import fetch_application, normalise_mobile, normalise_number
from store.districts import DISTRICTS
from store.engine import session
from store.models import Application
from store.records import EVENT_KINDS
from store.status import describe


def test_every_district_and_every_state_is_there_once_loaded(url, now, today):
    with session(url) as db:
        assert demo.load(db, now=now, today=today) == demo.TOTAL - 2
    with session(url) as db:
        column = Application.__table__.c
        assert db.execute(select(func.count(column.number))).scalar() == 2_000
        assert set(db.execute(select(column.district)).scalars()) == set(DISTRICTS)
        assert set(db.execute(select(column.state)).scalars()) == set(EVENT_KINDS)
        assert db.execute(select(func.count(column.mobile_hmac.distinct()))).scalar() == 2_000
        assert demo.load(db, now=now, today=today) == 0


def test_the_two_examples_are_what_they_say_on_any_day(url, now, today):
    pending, failed = demo.examples()
    for day in (today, today + timedelta(days=40)):
        with session(url) as db:
            demo.load(db, now=now, today=day)
            one = fetch_application(db, pending.number)
            other = fetch_application(db, failed.number)
        view = describe(one, as_of=day)
        assert (view.state, view.days_pending) == ("pending_with_approver", 23)
        assert view.holder.role == "DDO"
        assert (other.kind, other.state) == ("pensioner", "ekyc_failed")


def test_demonstration_people_are_clearly_invented(today):
    records = [*demo._example_records(today), *demo._invented(today)]
    assert len(records) == 2_000
    assert [one.mobile for one in records[:2]] == [one.mobile for one in demo.examples()]
    for one in records:
        assert re.fullmatch(r"600000\d{4}", one.mobile)
        assert normalise_mobile(one.mobile) == one.mobile
        assert normalise_number(one.number) == one.number
        assert max(event.on for event in one.events) <= today


def test_there_are_seventy_five_districts_in_both_languages():
    assert len(DISTRICTS) == len(set(DISTRICTS.values())) == 75
    assert all(re.fullmatch(r"[\u0900-\u097f ]+", hindi) for hindi in DISTRICTS.values())

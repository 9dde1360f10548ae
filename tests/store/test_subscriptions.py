import csv
from datetime import timedelta

from sqlalchemy import select

from store import erasure, importer, retention, subscriptions
from store.applications import upsert_application
from store.demo import examples, load
from store.demo_progress import advance
from store.engine import session
from store.import_rows import REQUIRED
from store.models_subscriptions import Subscription
from store.models_telegram import OutgoingMessage
from store.records import EventRecord
from tests.store.conftest import MOBILE, NUMBER, record

TALK, OTHER_TALK = "a" * 32, "b" * 32


def subscribe(url, now, conversation=TALK, number=NUMBER, language="hi"):
    with session(url) as db:
        return subscriptions.save_subscription(
            db, conversation, number, channel="telegram", language=language, now=now
        )


def notices(url):
    with session(url, read_only=True) as db:
        return list(db.execute(select(OutgoingMessage).order_by(OutgoingMessage.id)).scalars())


def moved(today, *kinds, **changes):
    """The stored application after these further events."""
    before = record().events
    events = (*before, *(EventRecord(kind, today) for kind in kinds))
    return record(events=events, **changes)


def store_change(url, changed, now):
    with session(url) as db:
        upsert_application(db, changed, now=now)


def test_a_change_is_told_once_to_each_subscriber(stored, now, today):
    assert subscribe(stored, now)
    assert subscribe(stored, now, OTHER_TALK, language="en")
    for _ in range(3):
        store_change(stored, moved(today, "pending_with_approver", "approved"), now)
    told = notices(stored)
    assert [(one.conversation, one.kind, one.channel) for one in told] == [
        (TALK, "notice", "telegram"),
        (OTHER_TALK, "notice", "telegram"),
    ]
    assert "DDO/TO से स्वीकृत" in told[0].payload["text"]
    assert "approved by the DDO/TO" in told[1].payload["text"]
    assert "Next step" in told[1].payload["text"]
    assert told[1].payload["custom"] == {"language": "en"}
    assert "/unsubscribe" in [button["payload"] for button in told[1].payload["buttons"]]


def test_a_notice_names_nobody_and_shows_four_digits_only(stored, now, today):
    subscribe(stored, now)
    store_change(stored, moved(today, "returned"), now)
    (told,) = notices(stored)
    shown = f"{told.key} {told.payload}"
    assert NUMBER[-4:] in shown
    for secret in (NUMBER, NUMBER[-8:], "Asha", "Verma", MOBILE):
        assert secret not in shown


def test_each_further_step_is_told(stored, now, today):
    subscribe(stored, now)
    for kinds in (("approved",), ("approved", "sms_sent"), ("approved", "sms_sent", "cancelled")):
        store_change(stored, moved(today, *kinds), now)
    assert len(notices(stored)) == 3


def test_a_state_put_right_at_the_same_place_is_told_again(stored, now, today):
    subscribe(stored, now)
    store_change(stored, moved(today, "approved"), now)
    store_change(stored, moved(today, "returned"), now)
    assert len(notices(stored)) == 2


def test_what_leaves_the_state_as_it_was_is_not_told(stored, now):
    subscribe(stored, now)
    store_change(stored, record(office="Another college"), now)
    assert notices(stored) == []


def test_who_unsubscribed_is_not_told(stored, now, today):
    subscribe(stored, now)
    subscribe(stored, now, OTHER_TALK)
    with session(stored) as db:
        assert subscriptions.erase_conversation(db, TALK) == 1
        assert subscriptions.erase_conversation(db, TALK) == 0
    store_change(stored, moved(today, "approved"), now)
    assert [one.conversation for one in notices(stored)] == [OTHER_TALK]


def test_a_change_that_is_rolled_back_is_not_told(stored, now, today):
    subscribe(stored, now)
    with session(stored) as db:
        upsert_application(db, moved(today, "approved"), now=now)
        db.rollback()
    assert notices(stored) == []


def test_an_import_tells_subscribers_once(url, now, today, tmp_path):
    path = tmp_path / "export.csv"

    def load_file(events):
        rows = [
            [f"UP2026-0000000{n}", "employee", "Asha", f"600000000{n}", "", "", "DIOS", "Agra",
             "2026-10-02", events, ""]
            for n in range(1, 6)
        ]  # fmt: skip
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([REQUIRED, *rows])
        report = importer.import_file(path, now=now, today=today, url=url, show_progress=False)
        assert not report.rejected

    load_file("submitted:2026-10-02")
    for n in (2, 4):
        assert subscribe(url, now, f"{n}" * 32, f"UP2026-0000000{n}")
    load_file("submitted:2026-10-02;approved:2026-10-09")
    load_file("submitted:2026-10-02;approved:2026-10-09")
    assert [one.conversation[0] for one in notices(url)] == ["2", "4"]


def test_demonstration_applications_move_on(url, now, today):
    with session(url) as db:
        load(db, now=now, today=today)
    assert subscribe(url, now, number=examples()[0].number)
    with session(url) as db:
        assert advance(db, 3, now=now, today=today) == 3
    (told,) = notices(url)
    assert "स्वीकृत" in told.payload["text"]


def test_an_unknown_application_cannot_be_subscribed_to(url, now):
    assert not subscribe(url, now)


def test_a_subscription_ends_a_year_on_or_a_month_after_the_card(stored, now, today):
    subscribe(stored, now)
    assert erased_by(stored, now + timedelta(days=364)) == 0
    store_change(stored, moved(today, "card_generated"), now)
    assert erased_by(stored, now + timedelta(days=29)) == 0
    assert erased_by(stored, now + timedelta(days=30)) == 1
    subscribe(stored, now)
    store_change(stored, moved(today, "card_generated", "enhancement_requested"), now)
    subscribe(stored, now)
    assert erased_by(stored, now + timedelta(days=365)) == 1


def erased_by(url, moment):
    with session(url) as db:
        return retention.sweep(db, now=moment, transcript_days=3650)["subscriptions"]


def test_erasing_a_conversation_ends_its_subscriptions(stored, now):
    subscribe(stored, now)
    subscribe(stored, now, OTHER_TALK)
    with session(stored) as db:
        erasure.erase_conversation(db, TALK)
    with session(stored, read_only=True) as db:
        assert [row.conversation for row in db.execute(select(Subscription)).scalars()] == [
            OTHER_TALK
        ]

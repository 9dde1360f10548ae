from datetime import timedelta

import pytest
from sqlalchemy import event, text

from store import outbox, outbox_line
from store.engine import session

A, B = "a" * 32, "b" * 32


def put(db, key, now, *, conversation=A, **more):
    fields = {"channel": "telegram", "kind": "reply", "payload": {"text": key}, **more}
    return outbox.put(db, key=key, conversation=conversation, now=now, **fields)


def claim(db, now, *, by="one", limit=10, lease=30):
    found = outbox_line.claim(db, "telegram", by=by, now=now, lease_seconds=lease, limit=limit)
    return [one.payload["text"] for one in found]


def test_who_asks_is_answered_before_notices_go_out(db, now):
    for key, conversation, kind in (
        ("notice to a", A, "notice"),
        ("notice to b", B, "notice"),
        ("answer to b", B, "reply"),
        ("second to b", B, "reply"),
    ):
        put(db, key, now, conversation=conversation, kind=kind)
    assert claim(db, now, limit=1) == ["answer to b"]
    assert claim(db, now) == ["notice to a", "notice to b"]
    outbox_line.note_sent(db, number(db, "answer to b"), now=now)
    assert claim(db, now) == ["second to b"]


def number(db, key):
    return db.execute(text("SELECT id FROM outgoing WHERE key = :key"), {"key": key}).scalar()


def test_a_key_is_put_once(db, now):
    assert put(db, "k", now)
    assert not put(db, "k", now, payload={"text": "other"})
    assert claim(db, now) == ["k"]


@pytest.mark.parametrize("fields", [{"kind": "letter"}, {"key": ""}, {"key": "k" * 121}])
def test_what_cannot_be_put_is_refused(db, now, fields):
    values = {"key": "k", "kind": "reply", **fields}
    with pytest.raises(ValueError, match="a kind is one of"):
        outbox.put(db, channel="telegram", conversation=A, payload={}, now=now, **values)


def test_the_first_of_each_conversation_is_claimed_and_no_other(db, now):
    for key, conversation in (("a1", A), ("a2", A), ("b1", B)):
        put(db, key, now, conversation=conversation)
    assert claim(db, now) == ["a1", "b1"]
    assert claim(db, now) == []
    outbox_line.note_sent(db, number(db, "a1"), now=now)
    assert claim(db, now, by="two") == ["a2"]


def test_a_lease_ends_and_a_restart_gives_its_own_claims_up(db, now):
    put(db, "a", now)
    put(db, "b", now, conversation=B)
    assert claim(db, now, limit=1) == ["a"]
    assert claim(db, now, by="two") == ["b"]
    assert outbox_line.release(db, "telegram", by="one") == 1
    assert claim(db, now, by="three") == ["a"]
    assert claim(db, now + timedelta(seconds=31), by="four") == ["a", "b"]


def test_a_failed_message_keeps_its_place(db, now):
    put(db, "a1", now)
    put(db, "a2", now)
    claim(db, now)
    later = now + timedelta(seconds=5)
    outbox_line.note_failed(db, number(db, "a1"), "network", retry_at=later)
    assert claim(db, now + timedelta(seconds=4)) == []
    [again] = outbox_line.claim(db, "telegram", by="x", now=later, lease_seconds=9, limit=5)
    assert (again.payload["text"], again.attempts) == ("a1", 1)


def test_what_is_for_later_holds_nothing_up(db, now):
    put(db, "tomorrow", now, not_before=now + timedelta(days=1))
    put(db, "now", now)
    assert claim(db, now) == ["now"]
    outbox_line.note_sent(db, number(db, "now"), now=now)
    assert outbox_line.fetch_backlog(db, "telegram", now=now) == (0, 0.0)
    assert claim(db, now + timedelta(days=1)) == ["tomorrow"]


def test_parts_that_are_out_are_remembered(db, now):
    put(db, "a", now)
    claim(db, now)
    outbox_line.note_part(db, number(db, "a"), 2, claimed_until=now + timedelta(seconds=9))
    later = now + timedelta(seconds=10)
    [again] = outbox_line.claim(db, "telegram", by="x", now=later, lease_seconds=9, limit=5)
    assert again.parts_sent == 2


def test_words_go_when_a_message_is_sent_or_dropped(db, now):
    for key in ("sent", "dropped"):
        put(db, key, now, conversation=key)
    claim(db, now)
    outbox_line.note_sent(db, number(db, "sent"), now=now)
    outbox_line.note_dropped(db, number(db, "dropped"), "bad_request")
    rows = db.execute(text("SELECT status, error, payload FROM outgoing ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("sent", None, None), ("dropped", "bad_request", None)]


def test_a_channel_that_fetches_sees_its_messages_after_a_number(db, now):
    for key in ("w1", "w2", "w3"):
        put(db, key, now, channel="widget")
    put(db, "later", now, channel="widget", not_before=now + timedelta(hours=1))
    assert claim(db, now) == []
    first = outbox.fetch_after(db, A, 0, now=now, limit=1)
    rest = outbox.fetch_after(db, A, first[0].id, now=now)
    assert [one.payload["text"] for one in first + rest] == ["w1", "w2", "w3"]
    assert outbox.fetch_last_id(db, A) == rest[-1].id + 1
    assert outbox.fetch_last_id(db, B) == 0


def test_a_dropped_line_stays_dropped(db, now):
    put(db, "a", now)
    claim(db, now)
    assert outbox.drop_open(db, A, "blocked") == 1
    outbox_line.note_failed(db, number(db, "a"), "network", retry_at=now)
    assert claim(db, now + timedelta(days=1)) == []
    assert not outbox_line.has_open(db, A)


def test_old_messages_go_and_those_that_wait_for_their_day_stay(db, now):
    put(db, "old", now)
    put(db, "kept", now, not_before=now + timedelta(days=30))
    put(db, "new", now + timedelta(days=8))
    assert outbox.erase_older(db, before=now + timedelta(days=7)) == 1
    assert outbox.erase_conversation(db, A) == 2


def test_the_backlog_counts_what_waits(db, now):
    put(db, "a", now)
    put(db, "b", now + timedelta(seconds=5))
    later = now + timedelta(seconds=60)
    assert outbox_line.fetch_backlog(db, "telegram", now=later) == (2, 60.0)
    assert outbox_line.fetch_backlog(db, "other", now=later) == (0, 0.0)


def test_two_dispatchers_never_claim_the_same(url, now):
    with session(url) as db:
        for place in range(40):
            put(db, f"k{place}", now, conversation=f"{place:032}")
    import threading

    taken: list[str] = []

    def work(name):
        while True:
            with session(url) as db:
                found = claim(db, now, by=name, limit=3)
            if not found:
                return
            taken.extend(found)

    threads = [threading.Thread(target=work, args=(f"d{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken) == len(set(taken)) == 40


# How each database tells the plan, with small tables treated like large ones; words of a look
# through the line's index; and of sorting, before which all of the line would have to be read.
PLANS = {
    "sqlite": ((), "EXPLAIN QUERY PLAN", 3, "status=? AND channel=? AND kind=?", "TEMP B-TREE"),
    "postgresql": (
        ("SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off"),
        "EXPLAIN",
        0,
        "using ix_outgoing_status_channel_kind_id",
        "Sort",
    ),
}


def test_a_long_line_is_not_read_to_its_end(url, now):
    seen = []

    def note(_connection, _cursor, statement, given, *_):
        seen.append((statement, given))

    with session(url) as db:
        for place in range(200):
            put(db, f"k{place}", now, conversation=f"{place:032}", kind="notice")
        bind = db.get_bind()
        before, explain, column, looks_up, sorts = PLANS[bind.dialect.name]
        event.listen(bind, "before_cursor_execute", note)
        try:
            assert len(claim(db, now, limit=3)) == 3
        finally:
            event.remove(bind, "before_cursor_execute", note)
        looks = [one for one in seen if "FROM outgoing" in one[0]]
        assert len(looks) == 5, "answers, operators, then the notices that wait"
        for statement in before:
            db.execute(text(statement))
        for statement, given in looks:
            rows = db.connection().exec_driver_sql(f"{explain} {statement}", given)
            plan = [str(row[column]) for row in rows]
            assert any(looks_up in step for step in plan), plan
            assert not any(sorts in step for step in plan), plan

"""Tickets of the helpdesk, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from store import erasure, handoff, outbox, queue, retention, ticket_steps, tickets, transcripts
from store.engine import session
from store.models_staff import Staff
from store.models_tickets import Ticket
from store.rescue import rescue

MOBILE = "6000012345"


@pytest.fixture
def staff(url, now):
    """The ids of two operators."""
    with session(url) as db:
        people = [
            Staff(
                login=login,
                name=login.title(),
                role="operator",
                language="en",
                must_change_password=False,
                is_active=True,
                totp_step=0,
                created_at=now,
            )
            for login in ("asha", "ravi")
        ]
        db.add_all(people)
        db.flush()
        return [person.id for person in people]


def ask(db, now, name="a", *, status="waiting", channel="widget"):
    ticket, _ = tickets.open_handoff(
        db, name * 32, channel=channel, language="en", status=status, now=now
    )
    return ticket


def fresh(db, ticket):
    return queue.fetch(db, ticket.id)


def test_a_ticket_has_a_number_for_people(db, now):
    ticket = ask(db, now)
    number = tickets.number_of(ticket)
    assert number == f"T-2026-{ticket.id:06}"
    assert tickets.read_number(f" {number.lower()} ") == ticket.id
    assert tickets.read_number("T-26-1") is None


def test_a_conversation_has_one_live_ticket(staff, db, now):
    first = ask(db, now)
    again, is_new = tickets.open_handoff(
        db, "a" * 32, channel="widget", language="en", status="waiting", now=now
    )
    assert (again.id, is_new) == (first.id, False)
    assert ticket_steps.take(db, first.id, staff[0], now=now)
    assert ticket_steps.close(db, first.id, staff[0], "answered", now=now)
    assert ask(db, now).id != first.id


def test_one_of_two_operators_gets_the_ticket(url, now, staff):
    with session(url) as db:
        ticket = ask(db, now)

    def take(person):
        with session(url) as db:
            return handoff.take(db, ticket.id, person, now=now)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, staff)) == [False, True]
    with session(url) as db:
        held = fresh(db, ticket)
        assert held.status == "open"
        assert held.assignee in staff
        assert held.taken_at == now


def test_the_line_is_first_come_first_served_but_for_those_who_lost_their_operator(staff, db, now):
    first, second, third = (
        ask(db, now + timedelta(minutes=n), name) for n, name in enumerate("abc")
    )
    assert [queue.position(db, one) for one in (first, second, third)] == [1, 2, 3]
    assert handoff.take(db, third.id, staff[0], now=now)
    assert handoff.requeue(db, third.id, reason="operator_left", now=now)
    line = queue.fetch_waiting(db)
    assert [one.id for one in line] == [third.id, first.id, second.id]
    assert [queue.position(db, one) for one in line] == [1, 2, 3]
    assert queue.position(db, fresh(db, third)) == 1


def test_the_person_reads_who_writes_once_and_the_operator_has_no_name(staff, db, now):
    ticket = ask(db, now)
    handoff.take(db, ticket.id, staff[0], now=now)
    assert handoff.say(db, ticket.id, staff[0], "The limit is 5 lakh.", now=now)
    assert handoff.say(db, ticket.id, staff[0], "Anything else?", now=now)
    sent = [one.payload for one in outbox.fetch_after(db, "a" * 32, 0, now=now)]
    assert sent[0]["custom"]["handoff"] == {"state": "open", "position": 0}
    assert "text" not in sent[0]
    assert sent[1]["text"] == "The help desk's staff are writing:\nThe limit is 5 lakh."
    assert sent[2]["text"] == "Anything else?"
    assert "Asha" not in str(sent)
    lines = transcripts.fetch_recent(db, "a" * 32, 10)
    assert [line.text for line in lines] == ["The limit is 5 lakh.", "Anything else?"]


def test_only_the_operator_who_has_it_may_write_and_only_while_it_is_open(staff, db, now):
    ticket = ask(db, now)
    assert handoff.say(db, ticket.id, staff[0], "too early", now=now) is None
    handoff.take(db, ticket.id, staff[0], now=now)
    assert handoff.say(db, ticket.id, staff[1], "not mine", now=now) is None
    assert not handoff.close(db, ticket.id, staff[1], "answered", now=now)
    assert handoff.close(db, ticket.id, staff[0], ticket_steps.RETURNED, now=now)
    assert handoff.say(db, ticket.id, staff[0], "too late", now=now) is None
    texts = [one.payload.get("text", "") for one in outbox.fetch_after(db, "a" * 32, 0, now=now)]
    assert not {"too early", "not mine", "too late"} & set(texts)
    assert "I, Sahayak, answer again" in texts[-1]


def test_telegram_gets_no_message_without_words(staff, db, now):
    ticket = ask(db, now, channel="telegram")
    handoff.take(db, ticket.id, staff[0], now=now)
    assert outbox.fetch_after(db, "a" * 32, 0, now=now) == []


def test_who_waits_in_vain_is_put_back(staff, db, now):
    ticket = ask(db, now)
    handoff.take(db, ticket.id, staff[0], now=now)
    soon, later = now + timedelta(seconds=200), now + timedelta(seconds=241)
    at_work = {"present": [staff[0]], "answer_seconds": 120}
    assert rescue(db, **at_work, now=soon) == []
    assert rescue(db, **at_work, now=later) == [tickets.number_of(ticket)]
    assert fresh(db, ticket).status == "waiting"
    assert rescue(db, **at_work, now=later) == []
    told = outbox.fetch_after(db, "a" * 32, 0, now=later)[-1].payload
    assert "head of the queue" in told["text"]
    assert told["custom"]["handoff"] == {"state": "waiting", "position": 1}


def test_an_operator_at_work_or_one_who_has_answered_keeps_the_ticket(staff, db, now):
    ticket = ask(db, now)
    handoff.take(db, ticket.id, staff[0], now=now)
    later = now + timedelta(seconds=241)
    at_work = {"present": [staff[0]], "answer_seconds": 120}
    assert ticket_steps.touch(db, ticket.id, staff[0], now=later)
    assert rescue(db, **at_work, now=later) == []
    handoff.say(db, ticket.id, staff[0], "Here you are.", now=later)
    much_later = later + timedelta(hours=1)
    assert rescue(db, **at_work, now=much_later) == []
    ticket_steps.hear(db, ticket.id, "and then?", line_id=1, now=much_later)
    assert rescue(db, **at_work, now=much_later) == []
    assert rescue(db, **at_work, now=much_later + timedelta(seconds=241))


def test_an_operator_without_a_session_keeps_nothing(staff, db, now):
    ticket = ask(db, now)
    handoff.take(db, ticket.id, staff[0], now=now)
    assert rescue(db, present=[staff[1]], answer_seconds=120, now=now)
    assert fresh(db, ticket).assignee is None


def test_a_supervisor_gives_a_ticket_to_another(staff, db, now):
    ticket = ask(db, now)
    handoff.take(db, ticket.id, staff[0], now=now)
    assert ticket_steps.reassign(db, ticket.id, staff[1], by=staff[0], now=now)
    assert handoff.say(db, ticket.id, staff[0], "mine?", now=now) is None
    assert handoff.say(db, ticket.id, staff[1], "Hello.", now=now)
    assert outbox.fetch_after(db, "a" * 32, 0, now=now)[-1].payload["text"].endswith(":\nHello.")


def test_the_person_may_leave_the_queue_but_not_an_open_ticket(staff, db, now):
    ticket = ask(db, now)
    assert ticket_steps.leave(db, "a" * 32, now=now)
    assert not ticket_steps.leave(db, "a" * 32, now=now)
    assert fresh(db, ticket).disposition == "left_queue"
    other = ask(db, now, "b")
    handoff.take(db, other.id, staff[0], now=now)
    assert not ticket_steps.leave(db, "b" * 32, now=now)


def test_a_mobile_is_kept_sealed_and_only_as_long_as_needed(staff, db, now):
    ticket = ask(db, now, status="callback")
    assert tickets.keep_mobile(db, ticket.id, MOBILE)
    stored = db.execute(select(Ticket.mobile_sealed).where(Ticket.id == ticket.id)).scalar_one()
    assert MOBILE not in stored
    assert tickets.read_mobile(fresh(db, ticket)) == MOBILE
    handoff.take(db, ticket.id, staff[0], now=now)
    day = date(2026, 11, 25)
    handoff.close(
        db, ticket.id, staff[0], "not_reached", now=now, follow_up_on=day, call_back=True
    )
    assert tickets.read_mobile(fresh(db, ticket)) == MOBILE
    assert [one.id for one in queue.fetch_callbacks(db)] == [ticket.id]
    handoff.take(db, ticket.id, staff[1], now=now)
    handoff.close(db, ticket.id, staff[1], "answered", now=now)
    assert tickets.read_mobile(fresh(db, ticket)) is None
    assert not tickets.keep_mobile(db, ticket.id, MOBILE)


def test_an_operator_has_one_call_at_a_time(staff, db, now):
    call = tickets.open_call(db, staff[0], language="hi", now=now)
    assert tickets.open_call(db, staff[0], language="hi", now=now).id == call.id
    assert tickets.open_call(db, staff[1], language="hi", now=now).id != call.id
    assert handoff.close(db, call.id, staff[0], "answered", now=now)
    assert tickets.open_call(db, staff[0], language="hi", now=now).id != call.id
    assert [one.id for one in queue.fetch_recent(db, staff[0], 5)] == [call.id]


def test_an_unknown_disposition_is_refused(staff, db, now):
    call = tickets.open_call(db, staff[0], language="hi", now=now)
    with pytest.raises(ValueError, match="a disposition is one of"):
        ticket_steps.close(db, call.id, staff[0], "bored", now=now)


def test_the_service_level_counts_those_still_waiting(staff, db, now):
    in_time, late, waiting, new = (ask(db, now, name) for name in "abcd")
    ticket_steps.take(db, in_time.id, staff[0], now=now + timedelta(seconds=120))
    ticket_steps.take(db, late.id, staff[0], now=now + timedelta(seconds=121))
    db.execute(
        Ticket.__table__.update()
        .where(Ticket.id == new.id)
        .values(opened_at=now + timedelta(seconds=100))
    )
    level = queue.service_level(
        db, since=now, target_seconds=120, now=now + timedelta(seconds=200)
    )
    assert (level.in_time, level.late, level.waiting_late) == (1, 1, 1)
    assert level.share == pytest.approx(1 / 3)
    none = queue.service_level(db, since=now + timedelta(days=1), target_seconds=120, now=now)
    assert none.share is None
    assert waiting.status == "waiting"


def test_who_asks_for_erasure_leaves_no_word_and_no_number(staff, db, now):
    ticket = ask(db, now)
    tickets.keep_mobile(db, ticket.id, MOBILE)
    handoff.take(db, ticket.id, staff[0], now=now)
    ticket_steps.hear(db, ticket.id, "my wife is ill", line_id=1, now=now)
    erasure.erase_conversation(db, "a" * 32, now=now)
    left = fresh(db, ticket)
    assert (left.status, left.conversation, left.mobile_sealed) == ("closed", None, None)
    assert queue.fetch_entries(db, ticket.id) == []
    assert handoff.say(db, ticket.id, staff[0], "hello?", now=now) is None


def test_old_tickets_are_erased_once_they_are_closed(staff, db, now):
    old, waiting = ask(db, now), ask(db, now, "b")
    handoff.take(db, old.id, staff[0], now=now)
    handoff.close(db, old.id, staff[0], "answered", now=now)
    later = now + timedelta(days=400)
    counts = retention.sweep(db, now=later, transcript_days=365)
    assert counts["tickets"] == 1
    assert fresh(db, old) is None
    assert fresh(db, waiting) is not None


def test_those_who_wait_see_themselves_move_up(staff, db, now):
    first, second = ask(db, now), ask(db, now + timedelta(seconds=1), "b")
    handoff.take(db, first.id, staff[0], now=now)
    (moved,) = outbox.fetch_after(db, second.conversation, 0, now=now)
    assert moved.payload == {"custom": {"handoff": {"state": "waiting", "position": 1}}}

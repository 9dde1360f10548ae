"""The queue, the live page and putting people back, over HTTP."""

import json
import threading
import time
from datetime import timedelta

import httpx
import pytest

from console.handoff.rescue import rescue
from console.times import now
from store import handoff, outbox, queue, staff_sessions, ticket_steps, tickets, transcripts
from store.models_tickets import Ticket


@pytest.fixture
def waiting(desk):
    """A ticket of a person on the widget, with what they asked the assistant before."""
    made = []

    def make(channel="widget"):
        conversation = f"{len(made) + int(time.time() * 1000):032x}"
        with desk.session() as db:
            said = {"language": "hi", "channel": channel, "now": now()}
            transcripts.append(db, conversation, "in", "opd ka bill kaise", **said)
            transcripts.append(db, conversation, "out", "OPD cashless nahi", **said)
            ticket, _ = tickets.open_handoff(
                db, conversation, channel=channel, language="en", status="waiting", now=now()
            )
        made.append(ticket)
        return ticket

    yield make
    with desk.session() as db:
        for one in made:
            db.query(Ticket).filter_by(id=one.id).update({"status": "closed"})


def get(desk, ticket):
    with desk.session() as db:
        return queue.fetch(db, ticket.id)


def sent_to(desk, ticket):
    with desk.session() as db:
        return [one.payload for one in outbox.fetch_after(db, ticket.conversation, 0, now=now())]


def hear(desk, ticket, text):
    with desk.session() as db:
        line = transcripts.append(
            db, ticket.conversation, "in", text, language="en", channel="widget", now=now()
        )
        ticket_steps.hear(db, ticket.id, text, line_id=line, now=now())


def test_an_operator_takes_the_person_and_sees_what_was_said_before(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    assert tickets.number_of(ticket) in operator.get("/desk/queue").text
    taken = operator.submit(f"/desk/tickets/{ticket.id}/take")
    assert taken.headers["location"] == f"/desk/tickets/{ticket.id}"
    page = operator.get(f"/desk/tickets/{ticket.id}").text
    assert "opd ka bill kaise" in page
    assert "OPD cashless nahi" in page
    assert 'id="say"' in page
    other = desk.sign_in("operator")
    assert other.submit(f"/desk/tickets/{ticket.id}/take").headers["location"] == "/desk/queue"
    assert 'id="say"' not in other.get(f"/desk/tickets/{ticket.id}").text


def test_what_the_operator_writes_reaches_the_person_without_identifiers(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    woken = desk.services.num_woken
    reply = operator.submit(f"/desk/tickets/{ticket.id}/say", text="Ask 9876543210, please.")
    assert reply.status_code == 303
    assert desk.services.num_woken > woken
    assert sent_to(desk, ticket)[-1]["text"].endswith("Ask [mobile#1], please.")
    page = operator.get(f"/desk/tickets/{ticket.id}").text
    assert page.count("Ask [mobile#1], please.") == 1
    assert operator.submit(f"/desk/tickets/{ticket.id}/say", text=" ").status_code == 422


def test_a_person_s_line_is_shown_once_and_a_note_stays_inside(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    hear(desk, ticket, "and for parents?")
    operator.submit(f"/desk/tickets/{ticket.id}/note", note="angry about delays")
    page = operator.get(f"/desk/tickets/{ticket.id}").text
    assert page.count("and for parents?") == 1
    assert "angry about delays" in page
    assert "angry about delays" not in str(sent_to(desk, ticket))


def test_nothing_is_sent_for_a_ticket_that_was_given_to_another(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    supervisor, (other, _) = desk.sign_in("supervisor"), desk.make_staff("operator")
    path = f"/desk/supervisor/tickets/{ticket.id}/assign"
    supervisor.submit(path, operator=str(other))
    assert get(desk, ticket).assignee != other, "an operator who is not signed in gets nothing"
    desk.open_session(other)
    supervisor.submit(path, operator=str(other))
    assert get(desk, ticket).assignee == other
    reply = operator.submit(f"/desk/tickets/{ticket.id}/say", text="still me")
    assert reply.headers["location"] == "/desk/queue"
    assert "still me" not in str(sent_to(desk, ticket))
    for action in ("note", "return", "release", "close"):
        form = {"note": "x", "disposition": "answered"}
        operator.submit(f"/desk/tickets/{ticket.id}/{action}", **form)
    assert get(desk, ticket).status == "open"


@pytest.mark.parametrize(
    ("action", "form", "status", "told"),
    [
        ("return", {}, "closed", "I, Sahayak, answer again"),
        ("close", {"disposition": "answered"}, "closed", "has closed the conversation"),
        ("close", {"disposition": "other", "call_back": "1"}, "callback", "contact you again"),
        ("release", {}, "waiting", "head of the queue"),
    ],
)
def test_the_person_is_told_how_it_ends(desk, waiting, action, form, status, told):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    reply = operator.submit(f"/desk/tickets/{ticket.id}/{action}", **form)
    assert reply.headers["location"] == "/desk/queue"
    assert get(desk, ticket).status == status
    last = sent_to(desk, ticket)[-1]
    assert told in last["text"]
    assert last["custom"]["handoff"]["state"] == status


def test_closing_needs_a_disposition(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    reply = operator.submit(f"/desk/tickets/{ticket.id}/close", disposition="")
    assert reply.status_code == 422
    assert get(desk, ticket).status == "open"


def test_suggestions_are_the_answers_to_what_was_asked_last(desk, waiting):
    ticket, operator = waiting(), desk.sign_in("operator")
    operator.submit(f"/desk/tickets/{ticket.id}/take")
    hear(desk, ticket, "cashless limit?")
    one = {
        "id": "limit", "kind": "faq", "confidence": 0.9, "topic": "x", "related": [],
        "calculators": [], "title": {"hi": "सीमा", "en": "The limit"},
        "text": {"hi": "पाँच लाख", "en": "Five lakh."}, "source": {"hi": "न", "en": "rule 3"},
    }  # fmt: skip
    desk.services.understood["cashless limit?"] = {"outcome": "answer", "candidates": [one]}
    headers = {"X-CSRF-Token": operator.csrf, "HX-Request": "true"}
    page = operator.post(f"/desk/tickets/{ticket.id}/suggest", headers=headers).text
    assert "Five lakh." in page
    assert "rule 3" in page


def test_signing_out_puts_the_person_back_and_says_so(desk, waiting):
    ticket = waiting()
    staff_id, _ = desk.make_staff("operator")
    token = desk.open_session(staff_id)
    with desk.session() as db:
        handoff.take(db, ticket.id, staff_id, now=now())
        assert rescue(db, desk.services.settings) == 0
        staff_sessions.end_all(db, staff_id)
        assert token
        assert rescue(db, desk.services.settings) == 1
    assert get(desk, ticket).status == "waiting"
    assert "had to leave" in sent_to(desk, ticket)[-1]["text"]
    assert desk.audit_log()[-1].action == "ticket.requeued"


def test_the_running_console_looks_after_them_by_itself(desk, desk_server, waiting):
    ticket = waiting()
    staff_id, _ = desk.make_staff("operator")
    with desk.session() as db:
        handoff.take(db, ticket.id, staff_id, now=now() - timedelta(minutes=30))
    deadline = time.monotonic() + 15
    while get(desk, ticket).status != "waiting":
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_lines_come_live_and_from_where_the_browser_left_off(desk, desk_server, waiting):
    ticket = waiting()
    staff_id, _ = desk.make_staff("operator", language="en")
    cookies = {"sahayak_desk": desk.open_session(staff_id)}
    with desk.session() as db:
        handoff.take(db, ticket.id, staff_id, now=now())
        last = queue.fetch_entries(db, ticket.id)[-1].id

    def speak():
        time.sleep(0.5)
        hear(desk, ticket, "<b>hello</b>")
        time.sleep(0.5)
        with desk.session() as db:
            handoff.requeue(db, ticket.id, reason="operator_gave_back", now=now())

    threading.Thread(target=speak, daemon=True).start()
    url = f"{desk_server}/desk/tickets/{ticket.id}/live?after={last}"
    events = read_events(url, cookies)
    kinds = [kind for kind, _, _ in events]
    assert kinds[0] == "line"
    assert kinds[-1] == "gone"
    assert "&lt;b&gt;hello" in events[0][2]
    again = read_events(url, cookies, headers={"Last-Event-ID": events[0][1]})
    assert "hello" not in str(again)


def read_events(url, cookies, headers=None):
    """(kind, id, data) of a stream until it ends."""
    found = []
    with httpx.stream("GET", url, cookies=cookies, headers=headers, timeout=20) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        fields = {}
        for line in reply.iter_lines():
            name, _, value = line.partition(": ")
            if not line and "data" in fields:
                found.append((fields["event"], fields["id"], json.loads(fields["data"])))
                fields = {}
            elif name:
                fields[name] = value
    return found


def test_a_stream_is_for_the_operator_who_has_the_ticket(desk, desk_server, waiting):
    ticket = waiting()
    staff_id, _ = desk.make_staff("operator")
    events = read_events(
        f"{desk_server}/desk/tickets/{ticket.id}/live?after=999999",
        {"sahayak_desk": desk.open_session(staff_id)},
    )
    assert [kind for kind, _, _ in events] == ["gone"]
    accepts = {"Accept": "text/event-stream"}
    refused = httpx.get(f"{desk_server}/desk/tickets/{ticket.id}/live", headers=accepts)
    assert refused.status_code == 401


def test_the_supervisor_sees_queue_ages_operators_and_the_share_in_time(desk, waiting):
    ticket = waiting()
    supervisor = desk.sign_in("supervisor")
    staff_id, _ = desk.make_staff("operator")
    desk.open_session(staff_id)
    taken = waiting()
    with desk.session() as db:
        handoff.take(db, taken.id, staff_id, now=now())
    page = supervisor.get("/desk/supervisor/live").text
    assert tickets.number_of(ticket) in page
    assert tickets.number_of(taken) in page
    assert "under 5 min" in page
    assert "%" in page
    assert "Asha Verma" in page
    assert desk.sign_in("operator").get("/desk/supervisor").status_code == 403

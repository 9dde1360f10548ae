"""A live conversation in Chromium, and the accessibility of queue, ticket and supervisor."""

import uuid

import pytest

from console.times import now
from store import outbox, ticket_steps, tickets, transcripts
from store.models_tickets import Ticket

SIZES = [(1280, 720), (360, 740)]
ANSWER = {
    "id": "limit", "kind": "faq", "confidence": 0.9, "topic": "x", "related": [],
    "calculators": [], "title": {"hi": "कैशलेस सीमा", "en": "The cashless limit"},
    "text": {"hi": "पाँच लाख रुपये तक।", "en": "Up to five lakh rupees."},
    "source": {"hi": "नियम 3", "en": "rule 3"},
}  # fmt: skip


@pytest.fixture
def ticket(desk):
    conversation = uuid.uuid4().hex
    desk.services.understood["cashless limit?"] = {"outcome": "answer", "candidates": [ANSWER]}
    with desk.session() as db:
        said = {"language": "en", "channel": "widget", "now": now()}
        transcripts.append(db, conversation, "in", "cashless limit?", **said)
        transcripts.append(db, conversation, "out", "Which hospital?", **said)
        made, _ = tickets.open_handoff(
            db, conversation, channel="widget", language="en", status="waiting", now=now()
        )
    yield made
    with desk.session() as db:
        db.query(Ticket).filter_by(id=made.id).update({"status": "closed"})


def take(page, ticket):
    page.get_by_role("button", name=f"Take {tickets.number_of(ticket)}").click()
    page.wait_for_selector("#say")


def test_a_live_conversation(desk, open_page, ticket):
    page = open_page("/queue", role="operator", language="en")
    take(page, ticket)
    page.wait_for_selector("text=Live")
    page.get_by_role("button", name="Put into the answer").click()
    assert page.input_value("#text") == "Up to five lakh rupees.\n\nSource: rule 3"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".line-from_operator")
    assert page.input_value("#text") == ""
    with desk.session() as db:
        line = transcripts.append(
            db, ticket.conversation, "in", "thank you", language="en", channel="widget", now=now()
        )
        ticket_steps.hear(db, ticket.id, "thank you", line_id=line, now=now())
    page.wait_for_selector(".line-from_person >> text=thank you")
    with desk.session() as db:
        sent = [
            one.payload.get("text")
            for one in outbox.fetch_after(db, ticket.conversation, 0, now=now())
        ]
    assert sent[-1].endswith("Up to five lakh rupees.\nSource: rule 3")
    page.get_by_role("button", name="Return to the assistant").click()
    page.wait_for_selector("text=The assistant answers again.")


def test_the_page_becomes_readable_only_when_the_ticket_is_lost(desk, open_page, ticket):
    page = open_page("/queue", role="operator", language="en")
    take(page, ticket)
    other, _ = desk.make_staff("operator")
    with desk.session() as db:
        ticket_steps.reassign(db, ticket.id, other, by=other, now=now())
    page.wait_for_selector("text=This conversation is not yours")
    assert page.locator("#say").count() == 0


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_queue_and_ticket_have_no_barriers(
    open_page, axe_violations, fits, ticket, language, width, height
):
    page = open_page("/queue", role="operator", language=language, width=width, height=height)
    assert axe_violations(page) == []
    assert fits(page)
    page.locator(f"form[action$='/tickets/{ticket.id}/take'] button").first.click()
    page.wait_for_selector(".suggestion")
    assert axe_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_supervisor_s_page_has_no_barriers(
    open_page, axe_violations, fits, ticket, language, width, height
):
    page = open_page(
        "/supervisor", role="supervisor", language=language, width=width, height=height
    )
    assert axe_violations(page) == []
    assert fits(page)


def test_the_supervisor_s_page_refreshes_by_itself(desk, open_page, ticket):
    page = open_page("/supervisor", role="supervisor", language="en")
    with desk.session() as db:
        more, _ = tickets.open_handoff(
            db, uuid.uuid4().hex, channel="telegram", language="hi", status="waiting", now=now()
        )
    page.wait_for_selector(f"text={tickets.number_of(more)}", timeout=8_000)
    with desk.session() as db:
        db.query(Ticket).filter_by(id=more.id).update({"status": "closed"})


def test_the_focus_stays_when_the_queue_is_refreshed(desk, open_page, ticket):
    page = open_page("/queue", role="operator", language="en")
    page.focus(f"#take-{ticket.id}")
    page.evaluate("document.querySelector('#queue table').dataset.old = '1'")
    page.wait_for_selector("#queue table:not([data-old])", timeout=8_000)
    assert page.evaluate("document.activeElement.id") == f"take-{ticket.id}"

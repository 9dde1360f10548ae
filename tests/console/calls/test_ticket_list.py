"""All tickets: found again by number, state and whose they are."""

import pytest

from console.times import now
from store import ticket_steps, tickets


@pytest.fixture
def calls(desk):
    """Two closed calls of different operators: their numbers."""
    numbers = []
    for _ in range(2):
        operator, _ = desk.make_staff("operator")
        with desk.session() as db:
            ticket = tickets.open_call(db, operator, language="hi", now=now())
            numbers.append(tickets.number_of(ticket))
            ticket_steps.close(db, ticket.id, operator, "referred", now=now())
    return numbers


def test_a_ticket_is_found_by_its_number_alone(desk, calls):
    page = desk.sign_in("operator").get("/desk/tickets", params={"number": calls[0].lower()})
    assert page.status_code == 200
    assert calls[0] in page.text
    assert calls[1] not in page.text
    assert "Referred to another office" in page.text


def test_states_and_own_tickets_narrow_the_list(desk, calls):
    operator = desk.sign_in("operator")
    everything = operator.get("/desk/tickets").text
    assert everything.index(calls[1]) < everything.index(calls[0]), "the newest come first"
    assert calls[0] in operator.get("/desk/tickets?status=closed").text
    assert "There is no such ticket." in operator.get("/desk/tickets?status=waiting").text
    assert calls[0] not in operator.get("/desk/tickets?mine=1").text


def test_what_is_no_number_is_told(desk, calls):
    page = desk.sign_in("operator").get("/desk/tickets", params={"number": "17"})
    assert page.status_code == 422
    assert "T-2026-000123" in page.text
    assert calls[0] not in page.text


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 740)])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_list_has_no_barriers(open_page, axe_violations, fits, calls, language, width, height):
    page = open_page("/tickets", role="operator", language=language, width=width, height=height)
    assert axe_violations(page) == []
    assert fits(page)

"""The call screen over HTTP."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete

from actions.rules import calculators
from actions.worksheet.link import open_sheet
from console.times import INDIA, now
from store import curation, queue, tickets
from store.models_tickets import Ticket
from store.models_turns import DailyCount

NUMBER, MOBILE = "UP2026-00000042", "6000012345"


@pytest.fixture
def operator(desk):
    with desk.session() as db:
        db.execute(delete(DailyCount))
    return desk.sign_in("operator")


def htmx(client, path, **fields):
    headers = {"X-CSRF-Token": client.csrf, "HX-Request": "true"}
    return client.post(f"/desk{path}", data=fields, headers=headers)


def the_call(desk):
    with desk.session() as db:
        found = db.query(Ticket).filter_by(kind="call").order_by(Ticket.id.desc()).first()
        return found, queue.fetch_entries(db, found.id)


def verify(client, number=NUMBER, fact="district", value="kanpur nagar"):
    return client.submit("/desk/call/verify", number=number, fact=fact, fact_value=value)


def sms_texts(desk):
    outbox = desk.services.settings.outbox
    if not outbox.exists():
        return []
    return [json.loads(line) for line in outbox.read_text(encoding="utf-8").splitlines()]


def test_answers_stand_in_both_languages_with_source_related_and_calculators(
    operator, assistant_says
):
    page = htmx(operator, "/call/answers", q=assistant_says).text
    for said in ("पाँच लाख रुपये तक", "up to five lakh", "नियम 3", "rule 3", "What of opd?"):
        assert said in page
    assert "/desk/call/calculators/sects_cover" in page
    assert page.count("<article") == 3
    assert page.count(" hidden>") == 2


def test_what_nobody_knows_leads_to_the_helpline(operator):
    assert "1800-1800-4444" in htmx(operator, "/call/answers", q="asdf qwer").text


def test_what_is_no_answer_leads_to_its_place_on_the_screen(desk, operator):
    """The assistant has no title for a task; a calculator brings its own; the rest is left out."""
    empty = {
        "confidence": 0.5, "title": {}, "text": {"hi": "", "en": ""}, "topic": "",
        "source": {"hi": "", "en": ""}, "related": [], "calculators": [],
    }  # fmt: skip
    found = [
        {**empty, "id": "check_status", "kind": "check_status"},
        {**empty, "id": "human", "kind": "human"},
        {**empty, "id": "pension", "kind": "calculate", "calculators": ["pension"]},
        {**empty, "id": "thanks", "kind": "thanks"},
    ]
    desk.services.understood["mera status"] = {"outcome": "answer", "candidates": found}
    page = htmx(operator, "/call/answers", q="mera status").text
    assert page.count("<article") == 3
    for said in ("Status of an application", 'href="#verify"', 'href="#end"'):
        assert said in page
    assert calculators()["pension"].purpose["hi"][:30] in page


def test_an_operator_tells_curators_which_answer_was_right(desk, operator, assistant_says):
    page = htmx(operator, "/call/answers", q=assistant_says).text
    assert page.count("/desk/call/corrections") == 2  # the first answer needs no correction
    told = htmx(operator, "/call/corrections", q=assistant_says, answer="opd")
    assert told.status_code == 200
    with desk.session() as db:
        (item,) = curation.fetch_new(db, 10)
        assert (item.reason, item.label, item.text) == ("corrected", "faq/opd", assistant_says)
    assert desk.audit_log()[-1].action == "answer.corrected"
    for form in ({"q": "", "answer": "opd"}, {"q": assistant_says, "answer": "nosuch"}):
        assert htmx(operator, "/call/corrections", **form).status_code == 422


def test_a_related_answer_opens(operator, assistant_says):
    assert "OPD bills: up to five lakh" in operator.get("/desk/call/answers/opd").text
    assert operator.get("/desk/call/answers/nosuch").status_code == 404


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("name", "ash"),
        ("name", "Verma"),
        ("birth_year", "2014"),
        ("district", "कानपुर नगर"),
        ("mobile_ending", "45"),
    ],
)
def test_the_status_is_shown_after_two_facts(desk, operator, application, fact, value):
    assert verify(operator, fact=fact, value=value).status_code == 303
    page = operator.get("/desk/call").text
    assert "pending for 23 days" in page
    assert "District Inspector of Schools, Kanpur Nagar" in page
    assert "Drawing and Disbursing Officer (DDO)" in page
    assert NUMBER not in page
    line = [one for one in desk.audit_log() if one.action == "application.looked_up"][-1]
    assert "verified" in str(line.details)
    assert NUMBER not in line.subject


@pytest.mark.parametrize(
    ("number", "fact", "value"),
    [
        (NUMBER, "birth_year", "2013"),
        (NUMBER, "name", "as"),
        (NUMBER, "mobile_ending", ""),
        ("UP2026-00009999", "birth_year", "2014"),
        ("nonsense", "birth_year", "2014"),
    ],
)
def test_a_wrong_fact_and_an_unknown_number_are_told_alike(
    operator, application, number, fact, value
):
    reply = verify(operator, number=number, fact=fact, value=value or "99")
    assert reply.status_code == 422
    assert "The details do not agree" in reply.text
    assert "pending for" not in operator.get("/desk/call").text


@pytest.mark.parametrize("number", [NUMBER, "UP2026-00009999"])
def test_tries_are_limited_for_a_number_over_all_calls(desk, operator, application, number):
    for _ in range(5):
        operator = desk.sign_in("operator")
        assert "do not agree" in verify(operator, number=number, value="Agra").text
    other = desk.sign_in("operator")
    assert "too many tries" in verify(other, number=number).text


def test_tries_are_limited_for_a_call_over_all_numbers(operator, application):
    for ending in range(5):
        assert "do not agree" in verify(operator, number=f"UP2026-0000100{ending}").text
    assert "too many tries" in verify(operator).text


def test_the_caller_proves_by_otp(desk, operator, application):
    before = len(sms_texts(desk))
    reply = operator.submit("/desk/call/otp", otp_number=NUMBER, otp_mobile=MOBILE)
    assert reply.status_code == 303
    page = operator.get("/desk/call").text
    assert "OTP that the caller received" in page
    (sent,) = sms_texts(desk)[before:]
    code = re.search(r"\d{6}", sent["text"])[0]
    assert operator.submit("/desk/call/otp/check", otp_code="000000").status_code == 422
    assert operator.submit("/desk/call/otp/check", otp_code=code).status_code == 303
    assert "pending for 23 days" in operator.get("/desk/call").text


def test_an_otp_to_a_foreign_mobile_is_a_decoy(desk, operator, application):
    before = len(sms_texts(desk))
    reply = operator.submit("/desk/call/otp", otp_number=NUMBER, otp_mobile="6000099999")
    assert reply.status_code == 303
    assert "OTP that the caller received" in operator.get("/desk/call").text
    assert sms_texts(desk)[before:] == []


def test_an_answer_goes_out_by_sms_to_a_number_that_is_never_shown(desk, operator, assistant_says):
    reply = htmx(operator, "/call/send", answer="opd", language="hi")
    assert "First type the caller" in reply.text
    assert operator.submit("/desk/call/mobile", mobile="12345").status_code == 422
    assert operator.submit("/desk/call/mobile", mobile="+91 60000 12345").status_code == 303
    page = operator.get("/desk/call").text
    assert "kept sealed" in page
    assert MOBILE not in page.replace(" ", "")
    assert "The SMS was sent" in htmx(operator, "/call/send", answer="opd", language="hi").text
    sent = sms_texts(desk)[-1]
    assert sent["mobile"] == MOBILE
    assert sent["text"] == "OPD bills: पाँच लाख रुपये तक।\n[नियम 3]"
    ticket, _ = the_call(desk)
    assert MOBILE not in ticket.mobile_sealed
    shown = htmx(operator, f"/tickets/{ticket.id}/dial")
    assert "No number was given" in shown.text


def test_the_call_is_logged_with_tokens_and_comes_back_as_a_callback(desk, operator):
    day = (now().astimezone(INDIA).date() + timedelta(days=2)).isoformat()
    operator.submit("/desk/call/mobile", mobile=MOBILE)
    note = f"Call {MOBILE} about {NUMBER}"
    reply = operator.submit(
        "/desk/call/end",
        note=note,
        disposition="needs_follow_up",
        follow_up_on=day,
        call_back="1",
    )
    assert reply.status_code == 303
    ticket, entries = the_call(desk)
    assert (ticket.status, ticket.disposition) == ("callback", "needs_follow_up")
    assert entries[0].text == "Call [mobile#1] about [application#1]"
    number = tickets.number_of(ticket)
    assert number in operator.get("/desk/call").text
    page = operator.get("/desk/callbacks").text
    assert number in page
    other = desk.sign_in("operator")
    taken = other.submit(f"/desk/callbacks/{ticket.id}/take")
    assert taken.headers["location"] == "/desk/call"
    shown = htmx(other, f"/tickets/{ticket.id}/dial").text
    assert "60000 12345" in shown
    assert operator.submit(f"/desk/callbacks/{ticket.id}/take").status_code == 303
    assert htmx(operator, f"/tickets/{ticket.id}/dial").status_code == 404
    assert "ticket.mobile_shown" in {one.action for one in desk.audit_log()}


@pytest.mark.parametrize(
    "form",
    [
        {"disposition": "bored"},
        {"disposition": "answered", "follow_up_on": "2020-01-01"},
        {"disposition": "answered", "follow_up_on": "soon"},
    ],
)
def test_a_wrong_end_is_refused_and_what_was_typed_stays(operator, form):
    reply = operator.submit("/desk/call/end", note="keep me", **form)
    assert reply.status_code == 422
    assert "keep me" in reply.text


def test_there_are_many_calculators():
    assert len(calculators()) > 40


@pytest.mark.parametrize("name", sorted(calculators()))
def test_every_calculator_is_a_form_with_all_inputs(operator, name):
    page = operator.get(f"/desk/call/calculators/{name}").text
    for field in calculators()[name].inputs:
        shown = field.items[0].name if field.kind == "list" else field.name
        assert shown in page


def test_a_calculation_shows_steps_in_both_languages_and_prints_a_worksheet(operator):
    form = {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": "६,२०,०००"}
    page = htmx(operator, "/call/calculators/sects_cover", **form).text
    assert "5,00,000" in page
    assert 'lang="hi"' in page
    token = re.search(r'/worksheets/([^"]+)"', page)[1]
    sheet = open_sheet(token, now=now())
    assert sheet.calculator == "sects_cover"
    assert sheet.values["estimated_cost"] == 620_000


def test_a_bad_input_is_named_and_kept(operator):
    form = {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": "lots"}
    reply = htmx(operator, "/call/calculators/sects_cover", **form)
    assert reply.status_code == 422
    assert 'id="estimated_cost-error"' in reply.text
    assert 'value="lots"' in reply.text


def test_a_table_grows_by_rows_and_is_computed(operator):
    name, field = next(
        (name, field)
        for name, one in sorted(calculators().items())
        for field in one.inputs
        if field.kind == "list" and not field.plain_items
    )
    cell = f"{field.name}-0-{field.items[0].name}"
    page = htmx(
        operator,
        f"/call/calculators/{name}",
        add=field.name,
        **{cell: "5", f"{field.name}-rows": "1"},
    ).text
    assert f'name="{field.name}-1-{field.items[0].name}"' in page
    assert f'name="{field.name}-rows" value="2"' in page


def test_an_outsider_sees_nothing(desk):
    visitor = desk.visitor()
    page = visitor.get("/desk/call", headers={"Accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303
    assert desk.sign_in("curator").get("/desk/call").status_code == 403

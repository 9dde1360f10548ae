"""The action server as a process of its own: rasa-sdk's routes and ours."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest

from actions.rules import calculators
from actions.worksheet import link
from actions.worksheet.link import PURPOSE, Sheet, sheet_url
from store.links import seal_link

ROOT = Path(__file__).parents[2]
GOOD = {"last_pay": 60000, "service_years": 30}


@pytest.fixture(scope="module")
def client(action_server):
    with httpx.Client(base_url=action_server, timeout=30) as opened:
        yield opened


def error_of(response):
    error = response.json()["error"]
    assert set(error["message"]) == {"hi", "en"}
    assert any("\u0900" <= letter <= "\u097f" for letter in error["message"]["hi"])
    return error["field"], error["code"]


def test_rasas_own_routes_are_there(client):
    assert client.get("/health").json() == {"status": "ok"}
    tracker = {
        "sender_id": "c" * 32, "slots": {"language": "en"}, "latest_message": {"text": "print"},
        "events": [], "paused": False, "latest_event_time": 0, "latest_input_channel": "x",
        "followup_action": None, "active_loop": {}, "latest_action_name": None,
    }  # fmt: skip
    call = {"next_action": "action_print_worksheet", "tracker": tracker, "domain": {},
            "version": "3.6.21", "sender_id": "c" * 32}  # fmt: skip
    answer = client.post("/webhook", json=call)
    assert answer.status_code == 200
    assert "Nothing has been worked out" in answer.json()["responses"][0]["text"]


def test_the_calculators_are_listed_and_described(client):
    listed = client.get("/calculators").json()["calculators"]
    assert [one["name"] for one in listed] == list(calculators())
    assert set(listed[0]) == {"name", "topic", "title", "purpose"}
    described = client.get("/calculators/pension").json()
    assert described["inputs"]["required"] == ["last_pay", "service_years"]
    assert described["rule"]["hi"]
    assert described["sources"]


def test_an_answer_is_the_command_lines_own(client):
    done = subprocess.run(
        [sys.executable, "-m", "actions.rules", "compute", "pension"],
        input=json.dumps(GOOD).encode(), capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    answer = client.post("/calculators/pension", json=GOOD)
    assert answer.status_code == 200
    assert answer.json() == json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "body", "status", "field", "code"),
    [
        ("pension", b'{"last_pay": "a", "service_years": 3}', 422, "last_pay", "not_integer"),
        ("pension", b'{"service_years": 3}', 422, "last_pay", "missing"),
        ("pension", b'{"last_pay": 1, "service_years": 3, "x": 1}', 422, "x", "unknown_field"),
        ("pension", b'{"last_pay": NaN, "service_years": 3}', 422, "last_pay", "not_integer"),
        (
            "gratuity",
            b'{"kind": "retirement", "emoluments": 9, "service_years": 9, "da_percent": 1'
            + b"0" * 400
            + b"}",
            422,
            "da_percent",
            "too_large",
        ),
        ("pension", b"[1, 2]", 422, "input", "not_an_object"),
        ("pension", b"null", 422, "input", "not_an_object"),
        ("pension", b"", 400, "input", "not_json"),
        ("pension", b"last_pay=1", 400, "input", "not_json"),
        ("pension", b'{"a": "\xff"}', 400, "input", "not_json"),
        pytest.param("pension", b"[" * 60_000, 400, "input", "not_json", id="deep"),
        pytest.param("pension", b" " * 70_000, 413, "input", "too_long", id="large"),
        ("nothing", b"{}", 404, "calculator", "unknown_calculator"),
        ("%2e%2e", b"{}", 404, "calculator", "unknown_calculator"),
    ],
)
def test_a_bad_request_names_the_field_in_both_languages(client, name, body, status, field, code):
    answer = client.post(f"/calculators/{name}", content=body)
    assert answer.status_code == status
    assert error_of(answer) == (field, code)


def test_an_unknown_calculator_or_path_or_method_is_told_in_both_languages(client):
    assert client.get("/calculators/nothing").status_code == 404
    assert error_of(client.get("/calculators/nothing"))[1] == "unknown_calculator"
    assert client.get("/nothing/here").status_code == 404
    assert error_of(client.get("/nothing/here"))[1] == "unknown_path"
    refused = client.delete("/calculators/pension")
    assert refused.status_code in (404, 405)
    assert error_of(refused)[1] == "unknown_path"


def test_a_field_with_half_a_surrogate_pair_is_refused_not_broken(client):
    answer = client.post("/calculators/pension", content=json.dumps({**GOOD, "\ud800": 1}))
    assert answer.status_code == 422
    assert error_of(answer) == ("\ud800", "unknown_field")


def test_a_worksheet_opens_and_nobody_keeps_it(client):
    sheet = Sheet("pension", GOOD, date(2026, 11, 22))
    path = sheet_url(sheet, now=datetime.now(timezone.utc)).partition("/worksheets/")[2]
    answer = client.get(f"/worksheets/{path}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "₹30,000" in answer.text
    for name, kind in (("style.css", "text/css"), ("print.js", "text/javascript")):
        loaded = client.get(f"/worksheets/{name}")
        assert loaded.headers["content-type"].startswith(kind)
        assert "immutable" in loaded.headers["cache-control"]


def test_an_expired_a_forged_and_an_outdated_link_say_what_to_do(client):
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    sheet = Sheet("pension", GOOD, later.date())
    expired = sheet_url(sheet, now=later - timedelta(hours=link.settings.worksheet_hours + 2))
    gone = {"calculator": "gone", "values": {}, "on": "2026-11-22"}
    for token, status, title in (
        (expired.rpartition("/")[2], 410, "This link has expired"),
        (seal_link(PURPOSE, gone, expires_at=later), 410, "This computation has changed"),
        ("gAAAAA-forged", 404, "This link is not right"),
        ("..%2F..%2Fetc", 404, "This link is not right"),
    ):
        answer = client.get(f"/worksheets/{token}")
        assert answer.status_code == status
        assert title in answer.text
        assert 'lang="hi"' in answer.text


def test_a_failure_of_our_own_is_told_and_logged_without_its_path(client, action_server_log):
    broken = {"calculator": "pension", "values": GOOD, "on": "not a day"}
    token = seal_link(PURPOSE, broken, expires_at=datetime.now(timezone.utc) + timedelta(hours=1))
    answer = client.get(f"/worksheets/{token}", headers={"X-Request-ID": "abc123"})
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    log = action_server_log.read_text()
    assert "[abc123] a request failed: ValueError" in log
    assert token not in log
    client.delete(f"/worksheets/{token}")
    assert token not in action_server_log.read_text()


def test_the_server_listens_on_this_machine_only(action_server_log):
    assert "http://127.0.0.1:" in action_server_log.read_text()

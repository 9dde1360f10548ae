"""Calculators over HTTP: through the gateway to a real action server, and when there is none."""

import json
import logging
from dataclasses import replace

import httpx
import pytest
import yaml
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot.gateway.app import create_app
from bot.gateway.options import Options
from store.settings import settings

GOOD = {"last_pay": 60000, "service_years": 30}


@pytest.fixture(scope="module")
def make_desk(database_url, request):
    """Starts a gateway before a given action server, with given limits."""
    conftest = request.getfixturevalue("server_class")

    def make(actions_url, **limits):
        ours = replace(settings, database_url=database_url, actions_url=actions_url)
        server = conftest(lambda: create_app(ours, replace(Options(), **limits)))
        server.start()
        request.addfinalizer(server.stop)
        return httpx.Client(base_url=server.url, timeout=30)

    return make


def error_of(response):
    error = response.json()["error"]
    assert set(error["message"]) == {"hi", "en"}
    assert any("\u0900" <= letter <= "\u097f" for letter in error["message"]["hi"])
    return error["code"]


def test_calculators_are_listed_described_and_computed(desk):
    listed = desk.get("/api/calculators").json()["calculators"]
    assert len(listed) > 40
    described = desk.get("/api/calculators/pension").json()
    assert described["inputs"]["properties"]["last_pay"]["x-title"]["hi"] == "अंतिम मूल वेतन"
    answer = desk.post("/api/calculators/pension", json=GOOD)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["result"]["pension"] == 30000
    assert set(answer.json()) == {"result", "steps", "warnings", "citations", "summary"}


def test_every_calculator_answers_the_first_case_of_its_own(desk):
    from pathlib import Path

    rules = Path(__file__).parents[2] / "actions" / "rules"
    paths = sorted(rules.glob("*/*/cases.yaml"))
    assert len(paths) > 40
    for path in paths:
        cases = yaml.safe_load(path.read_text("utf-8"))
        case = next(case for case in cases if "expect" in case)
        body = json.dumps({**case["input"]}, default=str)
        answer = desk.post(f"/api/calculators/{path.parent.name}", content=body)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.json()["steps"]


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("pension", b"{}", 422, "missing"),
        ("pension", b"[]", 422, "not_an_object"),
        ("pension", b"{", 400, "not_json"),
        pytest.param("pension", b" " * 17_000, 413, "body_too_large", id="large body"),
        ("nothing", b"{}", 404, "unknown_calculator"),
        ("%2e%2e", b"{}", 404, "unknown_calculator"),
        ("पेंशन", b"{}", 404, "unknown_calculator"),
        pytest.param("a" * 5000, b"{}", 404, "not_found", id="long name"),
    ],
)
def test_a_bad_request_is_told_in_both_languages(desk, name, body, status, code):
    answer = desk.post(f"/api/calculators/{name}", content=body)
    assert (answer.status_code, error_of(answer)) == (status, code)


def test_other_methods_and_types_are_refused(desk):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = desk.post("/api/calculators/pension", content=b"a=1", headers=form)
    assert (answer.status_code, error_of(answer)) == (415, "content_type")
    for method in ("PUT", "DELETE", "PATCH"):
        refused = desk.request(method, "/api/calculators/pension")
        assert (refused.status_code, error_of(refused)) == (405, "method_not_allowed")
        assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_the_paths_of_the_action_server_itself_stay_closed(desk):
    for path in ("/webhook", "/actions", "/api/webhook", "/calculators/pension"):
        assert desk.post(path, json={}).status_code == 404
    assert desk.get("/api/calculators/..%2fhealth").status_code == 404


def test_an_address_over_its_limit_is_told_when_to_come_again(make_desk, action_server):
    with make_desk(action_server, desk_per_minute=30, desk_burst=3) as client:
        answers = [client.get("/api/calculators/pension") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert error_of(answers[3]) == "too_many_requests"
        assert 1 <= int(answers[3].headers["retry-after"]) <= 2
        page = client.get("/worksheets/anything")
        assert page.status_code == 429
        assert "बहुत सारे अनुरोध" in page.text
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["retry-after"]
        assert 'sahayak_rate_limited_total{by="desk"}' in client.get("/metrics").text


def test_an_action_server_that_is_slow_gone_or_broken_is_told_in_both_languages(
    make_desk, server_class
):
    import asyncio

    async def wait(_):
        await asyncio.sleep(5)

    async def fail(_):
        return Response("trace of secrets", status_code=500)

    slow, broken = (
        server_class(lambda end=end: Starlette(routes=[Route("/{rest:path}", end)]))
        for end in (wait, fail)
    )
    slow.start()
    broken.start()
    for url in (slow.url, broken.url, "http://127.0.0.1:9"):
        with make_desk(url, actions_seconds=0.3) as client:
            answer = client.get("/api/calculators/pension")
            assert (answer.status_code, error_of(answer)) == (503, "actions_unavailable")
            assert answer.headers["retry-after"]
            assert client.get("/api/openapi.json").status_code == 503
            page = client.get("/worksheets/anything")
            assert page.status_code == 503
            assert "गणना सेवा अभी उत्तर नहीं दे रही" in page.text
            assert "secrets" not in page.text
    slow.stop()
    broken.stop()


def test_the_requests_id_is_passed_on_and_nothing_else_of_the_caller(make_desk, server_class):
    seen = []

    async def note(request):
        seen.append(dict(request.headers))
        return Response("{}", media_type="application/json")

    server = server_class(lambda: Starlette(routes=[Route("/{rest:path}", note)]))
    server.start()
    with make_desk(server.url) as client:
        told = {"Cookie": "planted=1", "Authorization": "planted", "X-Forwarded-For": "planted"}
        answer = client.get("/api/calculators/pension", headers=told)
        assert seen[0]["x-request-id"] == answer.headers["x-request-id"]
        assert "planted" not in str(seen)
    server.stop()


def test_neither_log_nor_metrics_name_what_was_asked(desk, caplog):
    caplog.set_level(logging.DEBUG)
    desk.get("/api/calculators/planted-name")
    desk.post("/api/calculators/pension", json={"last_pay": 9876512, "service_years": 30})
    text = desk.get("/metrics").text
    assert 'route="/api/calculators/{name}",status="404"' in text
    assert 'sahayak_step_seconds_count{step="actions"}' in text
    # httpx is the test's own client.
    logged = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    assert "/api/calculators/{name} 200" in logged
    for planted in ("planted-name", "9876512"):
        assert planted not in text + logged

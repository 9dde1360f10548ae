"""Which websites may talk to the API of the widget; the security headers of each route."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from bot.gateway.app import create_app
from bot.gateway.options import Options
from store.origins import read_origins
from store.settings import read_settings

LISTED = "https://sects.up.gov.in"
PATHS = ("session", "messages", "events", "feedback", "clear")


@pytest.fixture(scope="module")
def app(one_bench):
    ours = replace(
        one_bench.settings, widget_origins=f"{LISTED}, http://localhost:9000/",
        public_url="https://sahayak.up.gov.in",
    )  # fmt: skip
    return create_app(ours, Options())


def ask(app, method, path, **headers):
    async def call():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://own.host") as client:
            return await client.request(method, path, headers=headers, json=None)

    return asyncio.run(call())


@pytest.mark.parametrize(
    "origin",
    [
        LISTED,
        "http://localhost:9000",
        "https://sahayak.up.gov.in",
        "http://own.host",
        "https://own.host",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_is_allowed_may_ask(app, origin, path):
    before = ask(
        app,
        "OPTIONS",
        f"/api/widget/{path}",
        Origin=origin,
        **{"Access-Control-Request-Method": "POST"},
    )
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == origin
    assert "authorization" in before.headers["access-control-allow-headers"].lower()
    answer = ask(app, "POST", "/api/widget/messages", Origin=origin)
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == origin
    for one in (before, answer):
        assert "Origin" in one.headers["vary"]
        assert "access-control-allow-credentials" not in one.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://sects.up.gov.in",
        "https://sects.up.gov.in.evil.example",
        "https://sects.up.gov.in:8443",
        "file://own.host",
        "",
    ],
)
@pytest.mark.parametrize("method", ["OPTIONS", "POST", "GET"])
@pytest.mark.parametrize("path", PATHS)
def test_any_other_page_is_refused_everywhere(app, origin, method, path):
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = ask(app, method, f"/api/widget/{path}", **headers)
    assert answer.status_code == 403
    error = answer.json()["error"]
    assert error["code"] == "origin_not_allowed"
    assert "WIDGET_ORIGINS" in error["message"]["en"]
    assert "access-control-allow-origin" not in answer.headers
    assert "Origin" in answer.headers["vary"]


def test_a_program_without_an_origin_passes(app):
    answer = ask(app, "POST", "/api/widget/messages")
    assert answer.status_code == 401
    assert "access-control-allow-origin" not in answer.headers
    assert "Origin" in answer.headers["vary"]


def test_other_routes_are_for_no_other_page(app):
    answer = ask(app, "POST", "/webhooks/rest/webhook", Origin=LISTED)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("text", ["*", "https://a.example,*", "https://*.up.gov.in"])
def test_all_websites_at_once_are_refused_at_the_start(text, tmp_path):
    with pytest.raises(ValueError, match="WIDGET_ORIGINS names each website"):
        read_settings({"WIDGET_ORIGINS": text, "DATA_DIR": str(tmp_path)})


@pytest.mark.parametrize("text", ["sects.up.gov.in", "https://a.example/page", "ftp://a.example"])
def test_what_is_no_origin_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"such as https://sects\.up\.gov\.in"):
        read_origins(text)


@pytest.mark.parametrize(
    ("path", "policy", "resource"),
    [
        ("/", "connect-src 'self'", "same-origin"),
        ("/api/calculators/none", "default-src 'none'", "same-origin"),
        ("/healthz", "default-src 'none'", "same-origin"),
        ("/widget.js", "default-src 'none'", "cross-origin"),
        ("/nothing-here", "font-src 'self'", "same-origin"),
    ],
)
def test_each_class_of_routes_has_its_headers(app, path, policy, resource):
    headers = ask(app, "GET", path).headers
    assert policy in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == resource
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert headers["strict-transport-security"].startswith("max-age=")


def test_transport_security_is_promised_only_over_https(one_bench):
    plain = replace(one_bench.settings, public_url="http://127.0.0.1:8080")
    trusting = replace(plain, trust_forwarded_for=True)
    forwarded = {"X-Forwarded-Proto": "https"}
    name = "strict-transport-security"
    assert name not in ask(create_app(plain, Options()), "GET", "/healthz", **forwarded).headers
    assert name in ask(create_app(trusting, Options()), "GET", "/healthz", **forwarded).headers
    assert name not in ask(create_app(trusting, Options()), "GET", "/healthz").headers

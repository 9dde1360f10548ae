"""The worksheet's page as a browser gets it from the gateway."""

import logging
from datetime import datetime, timedelta, timezone

import pytest

from store.links import seal_link
from store.settings import settings

DOCUMENT = {
    "calculator": "gratuity",
    "values": {"kind": "retirement", "emoluments": 70000, "service_years": 24, "da_percent": 55},
    "on": "2026-11-22",
}


def sealed(hours: float = 1.0, **changes) -> str:
    until = datetime.now(timezone.utc) + timedelta(hours=hours)
    return seal_link("worksheet", {**DOCUMENT, **changes}, expires_at=until)


def test_a_worksheet_is_shown_under_a_strict_policy_and_kept_by_nobody(desk):
    answer = desk.get(f"/worksheets/{sealed()}")
    assert answer.status_code == 200
    assert "₹8,40,000" in answer.text
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'", "style-src": "'self'", "script-src": "'self'",
        "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-language"] == "hi, en"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("token", "status", "hindi", "english"),
    [
        pytest.param(sealed(-1), 410, "समय पूरा हो गया", "expired", id="expired"),
        pytest.param(sealed(calculator="gone"), 410, "अब इस रूप में", "has changed", id="gone"),
        pytest.param("gAAAAA" + "x" * 80, 404, "सही नहीं है", "not right", id="forged"),
        ("%2e%2e", 404, "सही नहीं है", "not right"),
        ("a%3Fb%23c", 404, "सही नहीं है", "not right"),
        pytest.param("x" * 5000, 404, "यह पता यहाँ", "nothing at this address", id="long"),
    ],
)
def test_a_link_that_does_not_open_says_what_to_do(desk, token, status, hindi, english):
    answer = desk.get(f"/worksheets/{token}")
    assert answer.status_code == status
    assert hindi in answer.text
    assert english in answer.text
    assert 'href="/"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_style_and_script_may_be_kept(desk):
    for name, kind in (("style.css", "text/css"), ("print.js", "text/javascript")):
        answer = desk.get(f"/worksheets/{name}")
        assert answer.headers["content-type"].startswith(kind)
        assert "immutable" in answer.headers["cache-control"]


def test_a_link_of_another_instance_does_not_open(desk, monkeypatch):
    from dataclasses import replace

    from store import keys

    monkeypatch.setattr(keys, "settings", replace(settings, secret_key="another instance"))
    token = sealed()
    monkeypatch.undo()
    assert desk.get(f"/worksheets/{token}").status_code == 404


def test_the_sealed_part_of_the_path_is_never_logged_or_counted(desk, caplog, action_server_log):
    caplog.set_level(logging.DEBUG)
    token = sealed()
    desk.get(f"/worksheets/{token}")
    desk.get(f"/worksheets/{token}/more")
    desk.delete(f"/worksheets/{token}")
    logged = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    assert "GET /worksheets/{token} 200" in logged
    everything = logged + desk.get("/metrics").text + action_server_log.read_text()
    assert token[:24] not in everything

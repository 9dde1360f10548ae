import dataclasses
import re

import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from console import accounts
from console.app import create_app
from console.routing import DeskRoute
from store.errors import StoreBusy


def test_the_first_page_leads_to_the_first_of_the_menu(desk):
    for role in ("operator", "supervisor", "curator", "administrator"):
        page = desk.sign_in(role).get("/desk/")
        assert page.status_code == 200
        assert "Asha Verma" in page.text


def test_the_menu_shows_what_the_role_may_open(desk):
    assert 'href="/desk/staff"' in desk.sign_in("administrator").get("/desk/account").text
    for role in ("operator", "supervisor", "curator"):
        assert 'href="/desk/staff"' not in desk.sign_in(role).get("/desk/account").text


@pytest.mark.parametrize(
    ("role", "language"), [("operator", "hi"), ("operator", "en"), (None, "hi"), (None, "en")]
)
def test_the_language_is_switched_and_stays(desk, role, language):
    other = {"hi": "en", "en": "hi"}[language]
    client = desk.sign_in(role, language=language) if role else desk.visitor(language)
    path = "/desk/account" if role else "/desk/sign-in"
    page = client.get(path)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]
    form = {"csrf": token, "language": other, "next": path}
    done = client.post("/desk/language", data=form, follow_redirects=False)
    assert done.headers["location"] == path
    assert f'<html lang="{other}">' in client.get(path).text
    form["language"] = "fr"
    client.post("/desk/language", data=form)
    assert f'<html lang="{other}">' in client.get(path).text


def test_the_language_of_an_account_goes_with_it_to_another_browser(desk):
    client = desk.sign_in("operator", language="hi", login="moves.about")
    client.submit("/desk/language", language="en", next="/desk/account")
    with desk.session() as db:
        query = text("SELECT language FROM staff WHERE login = 'moves.about'")
        assert db.execute(query).scalar() == "en"


def test_the_switch_leads_nowhere_else(desk):
    client = desk.sign_in()
    for after in ("https://evil.example", "//evil.example", "/desk//evil.example", "/desk/\\evil"):
        done = client.submit("/desk/language", language="en", next=after)
        assert done.headers["location"] == "/desk/"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_what_is_not_there_is_told_in_the_language(desk, language):
    page = desk.visitor(language).get("/desk/no-such-page")
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.text
    assert desk.sign_in().post("/desk/staff").status_code == 405
    assert desk.visitor().delete("/desk/sign-in").status_code == 405


def test_what_is_too_large_is_refused_before_it_is_read(desk):
    client = desk.visitor()
    client.get("/desk/sign-in")
    page = client.post("/desk/sign-in", data={"login": "x" * 70_000})
    assert page.status_code == 413
    assert "too large" in page.text


def test_a_locked_database_is_told_politely(desk, monkeypatch):
    client = desk.sign_in()

    def refuse(*_, **__):
        raise StoreBusy("locked")

    monkeypatch.setattr("store.staff_totp.num_codes", refuse)
    page = client.get("/desk/account")
    assert page.status_code == 503
    assert "Try again in a moment" in page.text
    part = client.get("/desk/account", headers={"HX-Request": "true"})
    assert part.headers["content-type"].startswith("text/plain")
    assert part.text.startswith("Nothing was saved")


def test_a_database_that_is_away_from_the_start_is_told_too(desk, monkeypatch):
    client = desk.sign_in()

    def refuse(*_, **__):
        raise StoreBusy("locked")

    monkeypatch.setattr("store.staff_sessions.fetch_open", refuse)
    assert client.get("/desk/account").status_code == 503
    assert client.get("/desk/no-such-page").status_code == 404


def test_a_fragment_is_told_to_load_the_sign_in_page(desk):
    response = desk.visitor().get("/desk/account", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["hx-redirect"] == "/desk/sign-in"


def test_a_change_that_nobody_recorded_is_recorded_by_the_guard(desk, monkeypatch):
    async def change(_):
        return PlainTextResponse("done")

    extra = [
        DeskRoute("/silent", change, ("POST",), role="staff"),
        DeskRoute("/search", change, ("POST",), role="staff", audit=False),
    ]
    monkeypatch.setattr(accounts, "routes", [*accounts.routes, *extra])
    inner = create_app(dataclasses.replace(desk.services))
    client = TestClient(inner)
    member = desk.sign_in()
    token, cookie = member.csrf, member.cookies["sahayak_desk"]
    before = len(desk.audit_log())
    headers = {"X-CSRF-Token": token, "Cookie": f"sahayak_desk={cookie}"}
    assert client.post("/silent", headers=headers).text == "done"
    assert client.post("/search", headers=headers).text == "done"
    inner.state.threads.close()
    assert [line.action for line in desk.audit_log()[before:]] == ["POST /silent"]

"""The core's pages in Chromium: axe, both languages, a desk's screen and a phone, the keyboard."""

import os
import re
from datetime import datetime, timezone
from pathlib import Path

import pyotp
import pytest

from console.accounts import passwords
from store import audit, staff, staff_invitations, staff_totp, staff_tries

GOOD = "lime tree by the river"
SHOTS = os.environ.get("DESK_SCREENSHOTS", "")
SIZES = [(1280, 720), (360, 740)]
PAGES = {
    "sign-in": ("/sign-in", ""),
    "not-found": ("/no-such-page", ""),
    "void-invitation": ("/invitation/void", ""),
    "account": ("/account", "operator"),
    "password": ("/password", "operator"),
    "totp": ("/account/totp", "operator"),
    "forbidden": ("/staff", "operator"),
    "staff": ("/staff", "administrator"),
    "staff-new": ("/staff/new", "administrator"),
    "staff-one": ("/staff/1", "administrator"),
    "audit": ("/audit", "administrator"),
    "audit-empty": ("/audit?actor=nobody", "administrator"),
    "audit-verify": ("/audit/verify", "administrator"),
}


@pytest.fixture(scope="module", autouse=True)
def colleagues(desk):
    """A desk with some people and some history."""
    now = datetime.now(timezone.utc)
    people = [
        ("sunita.yadav", "सुनीता यादव", "operator"),
        ("ravi.kumar", "Ravi Kumar", "operator"),
        ("imran.khan", "Imran Khan", "supervisor"),
        ("meena.gupta", "मीना गुप्ता", "curator"),
        ("p.k.srivastava", "P. K. Srivastava", "administrator"),
    ]
    with desk.session() as db:
        ids = {}
        for login, name, role in people:
            ids[login] = staff.create(db, login=login, name=name, role=role, now=now)
            staff.save_password(db, ids[login], passwords.nobodys())
            staff.note_sign_in(db, ids[login], now=now)
        staff_totp.switch_on(db, ids["sunita.yadav"], "SECRET", 1)
        staff.save_active(db, ids["ravi.kumar"], is_active=False)
        staff_invitations.invite(db, ids["meena.gupta"], now=now)
        for _ in range(5):
            staff_tries.take(db, "sunita.yadav", now=now)
        for number, (login, _, role) in enumerate(people * 12):
            action = ("session.started", "staff.role_changed", "staff.invited")[number % 3]
            details = {"way": "password"} if number % 3 == 0 else {"after": role}
            audit.append(
                db,
                actor=login,
                action=action,
                subject=f"staff:{number % 5 + 1}",
                details=details,
                now=now,
            )
    desk.open_session(ids["sunita.yadav"])


def keep(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(
    open_page, axe_violations, fits, name, size, language, expected_errors
):
    path, role = PAGES[name]
    expected_errors(name in ("not-found", "void-invitation", "forbidden"))
    page = open_page(path, role=role, language=language, width=size[0], height=size[1])
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    keep(page, f"{name}-{language}-{size[0]}")
    assert axe_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_colour_of_the_dark_dress_can_be_read_too(open_page, axe_violations, language):
    for name in ("sign-in", "account", "staff", "staff-one", "audit"):
        path, role = PAGES[name]
        page = open_page(path, role=role, language=language)
        page.emulate_media(color_scheme="dark")
        keep(page, f"{name}-{language}-dark")
        assert axe_violations(page) == []


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_whole_way_in(desk, open_page, axe_violations, fits, language, size, expected_errors):
    """Invitation, sign-in with a mistake, second step set up and used, sign-out."""
    expected_errors(True)
    staff_id, login = desk.make_staff("operator", language=language, name="Kavita Singh")
    with desk.session() as db:
        token = staff_invitations.invite(db, staff_id, now=datetime.now(timezone.utc))

    def look(page, name):
        keep(page, f"{name}-{language}-{size[0]}")
        assert axe_violations(page) == []
        assert fits(page)

    page = open_page(f"/invitation/{token}", language=language, width=size[0], height=size[1])
    look(page, "invitation")
    page.locator("#new").fill("short")
    page.locator("#again").fill("short")
    page.locator("main form button").click()
    assert page.locator(".error-summary").evaluate("e => e === document.activeElement")
    look(page, "invitation-mistake")
    page.locator(".error-summary a").click()
    assert page.locator("#new").evaluate("e => e === document.activeElement")
    page.locator("#new").fill(GOOD)
    page.locator("#again").fill(GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/sign-in")
    look(page, "sign-in-after-invitation")
    page.locator("#login").fill(login)
    page.locator("#password").fill("not my password at all")
    page.keyboard.press("Enter")
    page.locator(".error-summary").wait_for()
    look(page, "sign-in-mistake")
    page.locator("#password").fill(GOOD)
    page.keyboard.press("Enter")
    page.locator(".bar-link").wait_for()
    page.goto("/desk/account/totp")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    page.locator(".codes").wait_for()
    look(page, "recovery-codes")
    recovery = page.locator(".codes li").first.inner_text()
    for name in ("off", "codes"):
        page.goto(f"/desk/account/totp/{name}")
        look(page, f"totp-{name}")
    page.goto("/desk/account")
    look(page, "account-with-totp")
    page.locator('form[action="/desk/sign-out"] button').click()
    page.locator(".notice-done").wait_for()
    look(page, "signed-out")
    page.locator("#login").fill(login)
    page.locator("#password").fill(GOOD)
    page.keyboard.press("Enter")
    page.locator("#code").wait_for()
    look(page, "code")
    page.locator("#code").fill(recovery)
    page.keyboard.press("Enter")
    page.locator(".bar-link").wait_for()


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_an_administrators_errands(desk, open_page, axe_violations, fits, language, size):
    page = open_page(
        "/staff/new", role="administrator", language=language, width=size[0], height=size[1]
    )
    login = f"new{language}{size[0]}"
    page.locator("#name").fill("Ravi Kumar")
    page.locator("#login").fill(login)
    page.locator("main form button").click()
    page.locator("#link").wait_for()
    keep(page, f"staff-link-{language}-{size[0]}")
    assert axe_violations(page) == []
    assert fits(page)
    with desk.session() as db:
        staff_id = staff.fetch_by_login(db, login).id
    page.goto(f"/desk/staff/{staff_id}")
    page.locator("#role").select_option("supervisor")
    page.locator('form[action$="/role"] button').click()
    page.locator(".notice-done").wait_for()
    keep(page, f"staff-changed-{language}-{size[0]}")
    assert axe_violations(page) == []
    page.goto("/desk/audit/verify")
    page.locator("main form button").click()
    page.locator(".notice-done").wait_for()
    keep(page, f"audit-verified-{language}-{size[0]}")
    assert axe_violations(page) == []
    assert fits(page)


def test_it_can_all_be_done_from_the_keyboard(open_page):
    page = open_page("/account", role="operator")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("e => e === document.activeElement")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(e => [e.tagName, e.textContent.trim(), getComputedStyle(e).outlineStyle])"
            "(document.activeElement)"
        )
        if where[0] in ("A", "BUTTON"):
            assert where[2] == "solid", where
            seen.add(where[1])
    assert {"Switch the second step on", "Sign out", "हिन्दी"} <= seen


def test_targets_are_large_enough_on_a_phone(open_page):
    page = open_page("/account", role="administrator", width=360, height=740)
    for box in page.locator("button, a.button, .menu a").all():
        assert box.bounding_box()["height"] >= 35, box.inner_text()


def test_the_language_switch_keeps_the_page(open_page):
    page = open_page("/audit?actor=ravi.kumar", role="administrator", language="hi")
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/desk/audit?actor=ravi.kumar")
    assert page.locator("html").get_attribute("lang") == "en"
    assert re.search(r"Entries: \d+", page.locator("main").inner_text())

import dataclasses
import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, text

from console.accounts import passwords
from store import engine, staff

GOOD = "lime tree by the river"


@pytest.fixture(scope="module")
def good_hash():
    return passwords.make_hash(GOOD)


@pytest.fixture
def account(desk, good_hash):
    """An operator who signs in with GOOD: id and login."""
    staff_id, login = desk.make_staff("operator")
    with desk.session() as db:
        staff.save_password(db, staff_id, good_hash)
    return staff_id, login


def token_on(page):
    return re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]


def attempt(client, login, password=GOOD, **more):
    token = token_on(client.get("/desk/sign-in?again=1"))
    form = {"csrf": token, "login": login, "password": password, **more}
    return client.post("/desk/sign-in", data=form, follow_redirects=False)


def pass_time(desk, **interval):
    """Makes every stored time older."""
    seconds = timedelta(**interval).total_seconds()
    back = f"strftime('%Y-%m-%d %H:%M:%f', {{}}, '-{seconds} seconds')"
    with desk.session() as db:
        for table, columns in (
            ("staff_tries", ("last_at", "locked_until")),
            ("staff_sessions", ("created_at", "seen_at")),
        ):
            changes = ", ".join(f"{name} = {back.format(name)}" for name in columns)
            db.execute(text(f"UPDATE {table} SET {changes}"))


def test_a_password_opens_the_pages(desk, account):
    client = desk.visitor()
    response = attempt(client, f" {account[1].upper()} ", next="/desk/account")
    assert response.status_code == 303
    assert response.headers["location"] == "/desk/account"
    assert "Asha Verma" in client.get("/desk/account").text
    assert client.get("/desk/sign-in", follow_redirects=False).status_code == 303
    line = desk.audit_log()[-1]
    assert (line.actor, line.action) == (account[1], "session.started")


def test_the_cookie_is_out_of_scripts_reach_and_new_after_signing_in(desk, account):
    client = desk.visitor()
    first = client.get("/desk/sign-in").headers["set-cookie"]
    assert "HttpOnly" in first
    assert "SameSite=lax" in first
    assert "Path=/desk" in first
    before = client.cookies["sahayak_desk"]
    attempt(client, account[1])
    after = client.cookies["sahayak_desk"]
    assert after != before
    planted = desk.visitor()
    planted.cookies.set("sahayak_desk", before, path="/desk")
    assert planted.get("/desk/account", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "/desk//evil.example", "/\\evil", ""]
)
def test_after_signing_in_nobody_is_sent_elsewhere(desk, account, after):
    response = attempt(desk.visitor(), account[1], next=after)
    assert response.headers["location"] == "/desk/"


def test_a_wrong_password_and_a_login_nobody_has_get_the_same_answer(desk, account):
    replies, pages = [], []
    for login in (account[1], "nobody-at-all"):
        page = attempt(desk.visitor(), login, "wrong password here")
        replies.append(page.status_code)
        pages.append(re.sub(r'[0-9a-f]{64}|value="[^"]*"', "", page.text))
    assert replies == [422, 422]
    assert pages[0] == pages[1]
    assert "not right" in pages[0]


def test_they_take_the_same_statements_and_one_argon2_each(desk, account, monkeypatch):
    switched_off, off_login = desk.make_staff("operator")
    with desk.session() as db:
        staff.save_password(db, switched_off, passwords.make_hash(GOOD))
        staff.save_active(db, switched_off, is_active=False)
    spent, checked = [], []
    verify = passwords.hasher.verify

    def note(connection, cursor, statement, *_):
        spent[-1].append(re.sub(r"\s+", " ", statement))

    class Counting:
        def verify(self, stored, given):
            checked[-1] += 1
            return verify(stored, given)

    passwords.nobodys()
    monkeypatch.setattr(passwords, "hasher", Counting())
    bind = engine.engine(desk.url)
    event.listen(bind, "before_cursor_execute", note)
    try:
        for login in (account[1], "nobody-else", off_login):
            client = desk.visitor()
            token = token_on(client.get("/desk/sign-in"))
            spent.append([])
            checked.append(0)
            form = {"csrf": token, "login": login, "password": "wrong password here"}
            client.post("/desk/sign-in", data=form)
    finally:
        event.remove(bind, "before_cursor_execute", note)
    assert len(spent[0]) > 5
    assert spent[0] == spent[1] == spent[2]
    assert checked == [1, 1, 1]


def test_five_wrong_tries_lock_out_for_a_quarter_of_an_hour(desk, account):
    for login in (account[1], "someone-else"):
        pages = [attempt(desk.visitor(), login, "wrong password here") for _ in range(6)]
        assert ["not right" in page.text for page in pages] == [True] * 5 + [False]
        assert "after 15 minutes" in pages[5].text
    assert attempt(desk.visitor(), account[1]).status_code == 422
    assert attempt(desk.visitor(), "someone-else").status_code == 422
    pass_time(desk, minutes=14)
    assert attempt(desk.visitor(), account[1]).status_code == 422
    pass_time(desk, minutes=1)
    assert attempt(desk.visitor(), account[1]).status_code == 303


def test_signing_in_forgives_earlier_mistakes(desk, account):
    for _ in range(3):
        for _ in range(4):
            attempt(desk.visitor(), account[1], "wrong password here")
        assert attempt(desk.visitor(), account[1]).status_code == 303


def test_an_account_that_is_switched_off_stays_outside(desk, account):
    client = desk.visitor()
    attempt(client, account[1])
    with desk.session() as db:
        staff.save_active(db, account[0], is_active=False)
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    assert attempt(desk.visitor(), account[1]).status_code == 422


@pytest.mark.parametrize(
    ("form", "field"),
    [({"login": "", "password": "x"}, "login"), ({"login": "x", "password": " "}, "password")],
)
def test_empty_fields_are_named(desk, form, field):
    client = desk.visitor()
    form["csrf"] = token_on(client.get("/desk/sign-in"))
    page = client.post("/desk/sign-in", data=form)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_a_password_is_never_shown_again_or_written_down(desk, account):
    page = attempt(desk.visitor(), account[1], "wrong-secret-0815")
    assert "wrong-secret-0815" not in page.text
    odd = attempt(desk.visitor(), "my-secret-as-login", "x")
    assert odd.status_code == 422
    assert not [line for line in desk.audit_log() if "secret" in f"{line.subject}{line.details}"]


def test_signing_out_ends_the_session_on_the_server(desk, account):
    client = desk.visitor()
    attempt(client, account[1])
    kept = client.cookies["sahayak_desk"]
    assert client.submit("/desk/sign-out").headers["location"] == "/desk/sign-in"
    assert "signed out" in client.get("/desk/sign-in").text
    assert "signed out." not in client.get("/desk/sign-in").text
    thief = desk.visitor()
    thief.cookies.set("sahayak_desk", kept, path="/desk")
    assert thief.get("/desk/account", follow_redirects=False).status_code == 303


def test_a_session_ends_by_idling_and_by_age(desk, account):
    client = desk.visitor()
    attempt(client, account[1])
    pass_time(desk, minutes=29)
    assert client.get("/desk/account", follow_redirects=False).status_code == 200
    pass_time(desk, minutes=29)
    assert client.get("/desk/account", follow_redirects=False).status_code == 200
    pass_time(desk, minutes=31)
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    attempt(client, account[1])
    for _ in range(24):
        assert client.get("/desk/account", follow_redirects=False).status_code == 200
        pass_time(desk, minutes=25)
    assert client.get("/desk/account", follow_redirects=False).status_code == 303


def test_a_hash_of_older_parameters_is_made_anew(desk, account):
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
    with desk.session() as db:
        staff.save_password(db, account[0], weak)
    assert attempt(desk.visitor(), account[1]).status_code == 303
    with desk.session() as db:
        fresh = staff.fetch(db, account[0]).password_hash
    assert fresh != weak
    assert not passwords.needs_rehash(fresh)
    assert passwords.verify(fresh, GOOD)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "too_short"),
        ("x" * 129, "too_long"),
        ("aaaaaaaaaaaabbb", "too_common"),
        ("Password2026!", "too_common"),
        ("qwertyuiop12", "too_common"),
        ("123456789012", "too_common"),
        ("asha.verma.2026", "is_login"),
        ("AshaVerma!!!!", "is_login"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(password, reason):
    assert passwords.fault(password, "asha.verma") == f"accounts.password.{reason}"


@pytest.mark.parametrize("password", [GOOD, "नदी किनारे नीम का पेड़", "x9$Lm2#vQ8@t"])
def test_good_passwords_are_taken_in_any_script(password):
    assert passwords.fault(password, "asha.verma") is None
    assert passwords.verify(passwords.make_hash(password), password)
    assert not passwords.verify(passwords.make_hash(password), password + "x")
    assert not passwords.verify(None, password)


def test_a_forced_change_is_asked_for_and_then_over(desk, account):
    with desk.session() as db:
        staff.require_new_password(db, account[0])
    client = desk.visitor()
    attempt(client, account[1])
    assert client.get("/desk/account").url.path == "/desk/password"
    page = client.get("/desk/password")
    assert "Before you go on" in page.text
    form = {"csrf": token_on(page), "password": GOOD, "new": GOOD, "again": GOOD}
    assert "differs from the old one" in client.post("/desk/password", data=form).text
    form.update(new="another good phrase", again="another good phrasé")
    assert "passwords differ" in client.post("/desk/password", data=form).text
    form.update(again="another good phrase", password="wrong password here")
    assert "not right" in client.post("/desk/password", data=form).text
    form.update(password=GOOD)
    done = client.post("/desk/password", data=form, follow_redirects=False)
    assert done.headers["location"] == "/desk/account"
    assert "is saved" in client.get("/desk/account").text
    assert attempt(desk.visitor(), account[1]).status_code == 422
    assert attempt(desk.visitor(), account[1], "another good phrase").status_code == 303


def test_changing_the_password_signs_the_other_browsers_out(desk, account):
    here, there = desk.visitor(), desk.visitor()
    attempt(here, account[1])
    attempt(there, account[1])
    old = here.cookies["sahayak_desk"]
    new = "another good phrase"
    here.submit("/desk/password", password=GOOD, new=new, again=new)
    assert here.get("/desk/account", follow_redirects=False).status_code == 200
    assert here.cookies["sahayak_desk"] != old
    assert there.get("/desk/account", follow_redirects=False).status_code == 303


def test_wrong_current_passwords_lock_out_too(desk, account):
    client = desk.visitor()
    attempt(client, account[1])
    new = "another good phrase"
    for _ in range(5):
        client.submit("/desk/password", password="wrong password here", new=new, again=new)
    right = client.submit("/desk/password", password=GOOD, new=new, again=new)
    assert right.status_code == 422


def test_under_https_the_cookie_is_secure_and_bound_to_the_host(desk, monkeypatch):
    secure = dataclasses.replace(desk.services.settings, public_url="https://desk.example")
    monkeypatch.setattr(desk.services, "settings", secure)
    first = desk.visitor().get("/desk/sign-in").headers["set-cookie"]
    assert first.startswith("__Host-sahayak_desk=")
    assert "Secure" in first
    assert "Path=/;" in first
    assert "Domain" not in first


def test_a_flood_of_passwords_is_sent_away(desk, account, monkeypatch):
    monkeypatch.setattr("console.threads._MOST_WAITING", 0)
    page = attempt(desk.visitor(), account[1])
    assert page.status_code == 503
    assert "busy" in page.text

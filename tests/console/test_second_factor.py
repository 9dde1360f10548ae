import base64
import html
import re
import time
import urllib.parse

import pyotp
import pytest
from sqlalchemy import text

from console.accounts import codes, passwords
from store import staff, staff_totp

GOOD = "lime tree by the river"


@pytest.fixture(scope="module")
def good_hash():
    return passwords.make_hash(GOOD)


@pytest.fixture
def account(desk, good_hash):
    staff_id, login = desk.make_staff("operator")
    with desk.session() as db:
        staff.save_password(db, staff_id, good_hash)
    return staff_id, login


@pytest.fixture
def armed(desk, account):
    """An account whose second step is on: id, login, secret, recovery codes."""
    secret = pyotp.random_base32()
    with desk.session() as db:
        made = staff_totp.switch_on(db, account[0], secret, 0)
    return *account, secret, made


def token_on(page):
    return re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]


def first_step(desk, login, after=""):
    client = desk.visitor()
    form = {"login": login, "password": GOOD, "next": after}
    form["csrf"] = token_on(client.get("/desk/sign-in"))
    response = client.post("/desk/sign-in", data=form, follow_redirects=False)
    assert response.headers["location"].startswith("/desk/sign-in/code")
    return client, response.headers["location"]


def second_step(client, code, path="/desk/sign-in/code"):
    page = client.get(path)
    # The first is the language switch's.
    after = html.unescape(re.findall(r'name="next" value="([^"]*)"', page.text)[-1])
    form = {"csrf": token_on(page), "code": code, "next": after}
    return client.post("/desk/sign-in/code", data=form, follow_redirects=False)


def test_a_password_alone_opens_nothing(desk, armed):
    client, path = first_step(desk, armed[1], "/desk/account?x=1")
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    assert (
        client.get("/desk/sign-in", follow_redirects=False).headers["location"]
        == "/desk/sign-in/code"
    )
    assert client.get("/desk/sign-in?again=1", follow_redirects=False).status_code == 200
    before = client.cookies["sahayak_desk"]
    done = second_step(client, pyotp.TOTP(armed[2]).now(), path)
    assert done.headers["location"] == "/desk/account?x=1"
    assert client.cookies["sahayak_desk"] != before
    assert client.get("/desk/account").status_code == 200
    assert '"way":"totp"' in desk.audit_log()[-1].details


def test_no_code_is_accepted_twice(desk, armed):
    code = pyotp.TOTP(armed[2]).now()
    assert second_step(first_step(desk, armed[1])[0], code).status_code == 303
    again = second_step(first_step(desk, armed[1])[0], code)
    assert again.status_code == 422
    assert "used before" in again.text


def test_codes_of_a_clock_half_a_minute_off_are_accepted_and_older_ones_not(desk, armed):
    clock = pyotp.TOTP(armed[2])
    old = second_step(first_step(desk, armed[1])[0], clock.at(time.time() - 90))
    assert old.status_code == 422
    assert (
        second_step(first_step(desk, armed[1])[0], clock.at(time.time() - 30)).status_code == 303
    )


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "०१२३४५", "1" * 24])
def test_what_is_no_code_is_refused(desk, armed, code):
    assert second_step(first_step(desk, armed[1])[0], code).status_code == 422


def test_a_recovery_code_opens_once(desk, armed):
    assert second_step(first_step(desk, armed[1])[0], armed[3][0].lower()).status_code == 303
    assert second_step(first_step(desk, armed[1])[0], armed[3][0]).status_code == 422
    assert second_step(first_step(desk, armed[1])[0], armed[3][1]).status_code == 303


def test_guessing_codes_locks_out_even_with_the_password_in_between(desk, armed):
    tries = 0
    client, _ = first_step(desk, armed[1])
    while tries < 2:
        assert second_step(client, "000000").status_code == 422
        tries += 1
    client, _ = first_step(desk, armed[1])
    assert second_step(client, "000000").status_code == 422
    locked = second_step(client, pyotp.TOTP(armed[2]).now())
    assert locked.headers["location"] == "/desk/sign-in"
    assert "after 15 minutes" in client.get("/desk/sign-in").text


def test_the_half_signed_in_can_do_nothing_and_only_for_ten_minutes(desk, armed):
    client, _ = first_step(desk, armed[1])
    for path in ("/desk/account", "/desk/password", "/desk/account/totp/off", "/desk/"):
        assert client.get(path, follow_redirects=False).status_code == 303
    with desk.session() as db:
        db.execute(
            text("UPDATE staff_sessions SET created_at = datetime(created_at, '-10 minutes')")
        )
    assert (
        client.get("/desk/sign-in/code", follow_redirects=False).headers["location"]
        == "/desk/sign-in"
    )


def test_it_is_set_up_with_a_picture_and_a_first_code(desk, account):
    client = desk.visitor()
    client.cookies.set("sahayak_desk", desk.open_session(account[0]), path="/desk")
    page = client.get("/desk/account/totp")
    picture = re.search(r'src="data:image/svg\+xml[^,]*,([^"]+)"', page.text)[1]
    assert "<svg" in urllib.parse.unquote(picture)
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.text)[1].replace(" ", "")
    assert len(base64.b32decode(secret)) == 20
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)[1]
    assert secret not in base64.urlsafe_b64decode(sealed).decode("latin-1")
    wrong = client.post(
        "/desk/account/totp", data={"csrf": token_on(page), "sealed": sealed, "code": "000000"}
    )
    assert wrong.status_code == 422
    assert secret[:4] in wrong.text
    form = {"csrf": token_on(page), "sealed": sealed, "code": pyotp.TOTP(secret).now()}
    shown = client.post("/desk/account/totp", data=form)
    made = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", shown.text)
    assert len(made) == 10
    assert shown.headers["cache-control"] == "no-store"
    assert "Recovery codes left: 10" in client.get("/desk/account").text
    assert client.get("/desk/account/totp", follow_redirects=False).status_code == 303
    assert second_step(first_step(desk, account[1])[0], made[3]).status_code == 303


def test_another_accounts_secret_is_not_taken(desk, account):
    owner, thief = desk.sign_in(), desk.sign_in()
    page = owner.get("/desk/account/totp")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)[1]
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.text)[1].replace(" ", "")
    code = pyotp.TOTP(secret).now()
    for given in (sealed, "rubbish", ""):
        answer = thief.submit("/desk/account/totp", sealed=given, code=code)
        assert answer.status_code == 422
        assert "out of date" in answer.text


def test_switching_off_and_new_codes_want_the_password(desk, armed):
    client, _ = first_step(desk, armed[1])
    second_step(client, armed[3][0])
    for path in ("off", "codes"):
        wrong = client.submit(f"/desk/account/totp/{path}", password="wrong password here")
        assert wrong.status_code == 422
    shown = client.submit("/desk/account/totp/codes", password=GOOD)
    fresh = re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", shown.text)
    assert second_step(first_step(desk, armed[1])[0], armed[3][1]).status_code == 422
    assert second_step(first_step(desk, armed[1])[0], fresh[0]).status_code == 303
    assert client.submit("/desk/account/totp/off", password=GOOD).status_code == 303
    with desk.session() as db:
        assert staff.fetch(db, armed[0]).totp_sealed is None


def test_the_picture_says_what_an_authenticator_expects():
    address = codes.address("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "asha.verma")
    read = pyotp.parse_uri(address)
    assert (read.name, read.issuer) == ("asha.verma", "Sahayak")
    assert read.secret == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

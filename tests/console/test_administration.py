import re
from datetime import datetime, timezone

import pytest
from sqlalchemy import text

from console.accounts import passwords
from store import staff, staff_invitations, staff_totp, staff_tries
from store.models_staff import ROLES

GOOD = "lime tree by the river"


@pytest.fixture(scope="module")
def admin(desk):
    return desk.sign_in("administrator", login="the.administrator")


@pytest.fixture
def account(desk):
    return desk.make_staff("operator")


def fetch(desk, staff_id):
    with desk.session() as db:
        return staff.fetch(db, staff_id)


def invite(admin, **changes):
    form = {"login": "new.one", "name": "Ravi Kumar", "role": "operator", "language": "hi"}
    return admin.submit("/desk/staff/new", **{**form, **changes})


def link_on(page):
    return re.search(
        r'<code id="link">http://testserver(/desk/invitation/[\w-]{43})</code>', page.text
    )[1]


def token_on(page):
    return re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]


def choose(client, link, new=GOOD, again=GOOD):
    form = {"csrf": token_on(client.get(link)), "new": new, "again": again}
    return client.post(link, data=form, follow_redirects=False)


def test_an_invitation_leads_to_a_password_and_a_first_sign_in(desk, admin):
    link = link_on(invite(admin, login="first.invited", email="First@example.in"))
    client = desk.visitor()
    page = client.get(link)
    assert "Ravi Kumar" in page.text
    assert "first.invited" in page.text
    assert "Use at least 12" in choose(client, link, "short", "short").text
    assert "two new passwords differ" in choose(client, link, GOOD, GOOD + "x").text
    assert "based" not in page.text
    assert "login" in choose(client, link, "First.Invited.1", "First.Invited.1").text
    done = choose(client, link)
    assert done.headers["location"] == "/desk/sign-in"
    form = {"login": "first.invited", "password": GOOD}
    form["csrf"] = token_on(client.get("/desk/sign-in"))
    assert client.post("/desk/sign-in", data=form, follow_redirects=False).status_code == 303
    again = desk.visitor().get(link)
    assert again.status_code == 404
    assert "no longer valid" in again.text
    actions = [line.action for line in desk.audit_log()]
    assert "staff.invited" in actions
    assert "staff.invitation_used" in actions
    assert link.rpartition("/")[2] not in str([vars(line) for line in desk.audit_log()])


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 3000, "%00", "आ"])
def test_tokens_that_are_none_are_told_so(desk, token):
    page = desk.visitor().get(f"/desk/invitation/{token}")
    assert page.status_code == 404
    assert "no longer valid" in page.text


def test_an_invitation_that_is_too_old_is_void(desk, admin):
    link = link_on(invite(admin, login="too.late"))
    client = desk.visitor()
    form = {"csrf": token_on(client.get(link)), "new": GOOD, "again": GOOD}
    with desk.session() as db:
        db.execute(text("UPDATE staff_invitations SET expires_at = datetime('now', '-1 minute')"))
    assert client.post(link, data=form).status_code == 404
    assert client.get(link).status_code == 404


def test_a_new_link_voids_the_old_one(desk, admin, account):
    first = link_on(admin.submit(f"/desk/staff/{account[0]}/invitation"))
    second = link_on(admin.submit(f"/desk/staff/{account[0]}/invitation"))
    assert desk.visitor().get(first).status_code == 404
    assert desk.visitor().get(second).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": ""}, "login"),
        ({"login": "आशा"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "The.Administrator "}, "login"),
        ({"name": " "}, "name"),
        ({"role": "root"}, "role"),
        ({"language": "fr"}, "language"),
        ({"email": "asha"}, "email"),
        ({"email": "a@b"}, "email"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_made(desk, admin, change, field):
    before = admin.get("/desk/staff").text
    page = invite(admin, **change)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert re.search(r"Accounts: \d+", admin.get("/desk/staff").text)[0] in before


def test_the_list_shows_who_is_who(desk, admin):
    desk.make_staff("curator", login="list.one", name="<b>Bold</b>")
    page = admin.get("/desk/staff").text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold" not in page
    assert "list.one" in page


def test_a_role_counts_from_the_next_request_on(desk, admin):
    client = desk.sign_in("operator", login="to.be.promoted")
    with desk.session() as db:
        staff_id = staff.fetch_by_login(db, "to.be.promoted").id
    assert client.get("/desk/staff").status_code == 403
    assert admin.submit(f"/desk/staff/{staff_id}/role", role="administrator").status_code == 303
    assert client.get("/desk/staff").status_code == 200
    admin.submit(f"/desk/staff/{staff_id}/role", role="curator")
    assert client.get("/desk/staff").status_code == 403
    assert admin.submit(f"/desk/staff/{staff_id}/role", role="root").status_code == 400
    line = [line for line in desk.audit_log() if line.action == "staff.role_changed"][-1]
    assert line.details == '{"after":"curator","before":"administrator"}'


def test_switching_off_signs_out_everywhere_and_on_again_lets_in(desk, admin):
    client = desk.sign_in("operator", login="to.be.off")
    with desk.session() as db:
        staff_id = staff.fetch_by_login(db, "to.be.off").id
        token = staff_invitations.invite(db, staff_id, now=desk_now())
    admin.submit(f"/desk/staff/{staff_id}/active", active="no")
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    assert desk.visitor().get(f"/desk/invitation/{token}").status_code == 404
    assert "Switched off" in admin.get(f"/desk/staff/{staff_id}").text
    admin.submit(f"/desk/staff/{staff_id}/active", active="yes")
    assert fetch(desk, staff_id).is_active
    assert client.get("/desk/account", follow_redirects=False).status_code == 303


def test_the_last_administrator_cannot_shut_everybody_out(desk, admin):
    with desk.session() as db:
        db.execute(text("UPDATE staff SET role = 'operator' WHERE login <> 'the.administrator'"))
        staff_id = staff.fetch_by_login(db, "the.administrator").id
    for path, form in (("active", {"active": "no"}), ("role", {"role": "operator"})):
        admin.submit(f"/desk/staff/{staff_id}/{path}", **form)
        assert "last active administrator" in admin.get(f"/desk/staff/{staff_id}").text
    assert fetch(desk, staff_id).role == "administrator"


def test_unlocking_signing_out_and_a_lost_telephone(desk, admin):
    client = desk.sign_in("operator", login="in.trouble")
    with desk.session() as db:
        staff_id = staff.fetch_by_login(db, "in.trouble").id
        for _ in range(5):
            staff_tries.take(db, "in.trouble", now=desk_now())
        staff_totp.switch_on(db, staff_id, "SECRET", 1)
    here = f"/desk/staff/{staff_id}"
    page = admin.get(here).text
    assert "Locked until" in page
    assert "Unlock" in page
    admin.submit(f"{here}/unlock")
    assert "Locked until" not in admin.get(here).text
    admin.submit(f"{here}/sessions/end")
    assert client.get("/desk/account", follow_redirects=False).status_code == 303
    admin.submit(f"{here}/totp/reset")
    assert fetch(desk, staff_id).totp_sealed is None
    with desk.session() as db:
        staff.save_password(db, staff_id, passwords.nobodys())
    admin.submit(f"{here}/password/require")
    assert fetch(desk, staff_id).must_change_password
    assert "To be changed" in admin.get(here).text


def test_an_address_is_kept_once_and_in_small_letters(desk, admin, account):
    here = f"/desk/staff/{account[0]}"
    admin.submit(f"{here}/email", email="Asha@Example.in")
    assert fetch(desk, account[0]).email == "asha@example.in"
    other = desk.make_staff()[0]
    admin.submit(f"/desk/staff/{other}/email", email="asha@example.in")
    assert "belongs to another account" in admin.get(f"/desk/staff/{other}").text
    assert admin.submit(f"{here}/email", email="nonsense").status_code == 422
    admin.submit(f"{here}/email", email="")
    assert fetch(desk, account[0]).email is None


@pytest.mark.parametrize("path", ["999999", "0", str(2**63), str(10**40)])
def test_an_account_that_is_not_there_is_told_so(admin, path):
    assert admin.get(f"/desk/staff/{path}").status_code == 404
    assert admin.submit(f"/desk/staff/{path}/unlock").status_code == 404


def test_every_change_of_an_account_is_in_the_log(desk, admin, account):
    before = len(desk.audit_log())
    here = f"/desk/staff/{account[0]}"
    changes = [
        ("role", {"role": "curator"}),
        ("email", {"email": "x@example.in"}),
        ("unlock", {}),
        ("sessions/end", {}),
        ("totp/reset", {}),
        ("password/require", {}),
        ("invitation", {}),
        ("active", {"active": "no"}),
        ("active", {"active": "yes"}),
    ]
    for path, form in changes:
        admin.submit(f"{here}/{path}", **form)
    lines = desk.audit_log()[before:]
    assert len(lines) == len(changes)
    assert {line.actor for line in lines} == {"the.administrator"}
    assert {line.subject for line in lines} == {f"staff:{account[0]}"}
    page = admin.get(here).text
    assert "staff.role_changed" not in page
    assert "role changed" in page


def test_own_browsers_are_listed_and_signed_out(desk):
    staff_id, _ = desk.make_staff()
    here, there = desk.visitor(), desk.visitor()
    for client in (here, there):
        client.cookies.set("sahayak_desk", desk.open_session(staff_id), path="/desk")
    page = here.get("/desk/account").text
    assert page.count("This browser") == 1
    session = re.search(r"/account/sessions/(\d+)/end", page)[1]
    here.submit(f"/desk/account/sessions/{session}/end")
    assert there.get("/desk/account", follow_redirects=False).status_code == 303
    here.submit(f"/desk/account/sessions/{session}/end")
    assert "was signed out already" in here.get("/desk/account").text
    desk.open_session(staff_id)
    here.submit("/desk/account/sessions/others/end")
    assert "Browsers signed out: 1" in here.get("/desk/account").text


def test_nobody_signs_out_anothers_browser_by_its_number(desk):
    mine, theirs = desk.sign_in(), desk.sign_in()
    with desk.session() as db:
        last = db.execute(text("SELECT max(id) FROM staff_sessions")).scalar()
    mine.submit(f"/desk/account/sessions/{last}/end")
    assert theirs.get("/desk/account", follow_redirects=False).status_code == 200


def test_long_lists_come_in_pages(desk, admin):
    for number in range(60):
        desk.make_staff(login=f"many{number:02}")
    first = admin.get("/desk/staff")
    assert 'rel="next" href="/desk/staff?page=2"' in first.text
    second = admin.get("/desk/staff?page=2")
    assert 'rel="prev" href="/desk/staff?page=1"' in second.text
    for odd in ("0", "-1", "x", "9" * 30, "२"):
        assert admin.get("/desk/staff", params={"page": odd}).status_code == 200


def test_roles_of_the_table_are_those_of_the_form(admin):
    page = admin.get("/desk/staff/new").text
    assert re.findall(r'<option value="(\w+)"', page)[: len(ROLES)] == list(ROLES)


def desk_now():
    return datetime.now(timezone.utc)

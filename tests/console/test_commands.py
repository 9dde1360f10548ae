import dataclasses
import re
import shutil
from datetime import datetime, timezone

import pytest
from sqlalchemy import text

from console import __main__ as commands
from store import engine, staff, staff_totp
from store.settings import settings


@pytest.fixture
def run(console_template, tmp_path, monkeypatch, capsys):
    """Runs a command on a database of its own: status, output, errors."""
    shutil.copy(console_template, tmp_path / "desk.db")
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    ours = dataclasses.replace(settings, database_url=url, public_url="https://desk.example")
    for module in ("store.engine", "store.migrate", "console.__main__"):
        monkeypatch.setattr(f"{module}.settings", ours)

    def call(*arguments):
        status = commands.main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    call.url = url
    yield call
    engine.dispose(url)


def test_an_administrator_is_made_by_an_invitation_link(run):
    status, out, _ = run("create-admin", "--login", "Asha.Verma", "--name", "Asha Verma")
    assert status == 0
    assert re.search(r"https://desk\.example/desk/invitation/[\w-]{43}\n", out)
    with engine.session(run.url) as db:
        who = staff.fetch_by_login(db, "asha.verma")
        assert (who.name, who.role, who.password_hash) == ("Asha Verma", "administrator", None)
    assert run("create-admin", "--login", "asha.verma")[0] == 0
    assert run("verify-audit")[1].startswith("2 entries")


def test_a_first_password_must_be_changed(run, monkeypatch):
    typed = iter(["lime tree by the river"] * 2)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert run("create-admin", "--login", "asha", "--ask-password")[0] == 0
    with engine.session(run.url) as db:
        assert staff.fetch_by_login(db, "asha").must_change_password


@pytest.mark.parametrize(
    ("typed", "said"), [(["short"], "12 characters"), (["lime tree by the river", "x"], "differ")]
)
def test_a_bad_first_password_makes_nothing(run, monkeypatch, typed, said):
    monkeypatch.setattr("getpass.getpass", lambda _: typed.pop(0))
    status, _, errors = run("create-admin", "--login", "asha", "--ask-password")
    assert status == 2
    assert said in errors
    with engine.session(run.url) as db:
        assert staff.fetch_by_login(db, "asha") is None


def test_what_cannot_be_an_administrator_is_refused(run):
    with engine.session(run.url) as db:
        staff.create(db, login="ravi", name="R", role="operator", now=datetime.now(timezone.utc))
    assert run("create-admin", "--login", "ravi")[0] == 2
    assert "a-z" in run("create-admin", "--login", "आशा")[2]
    assert run("reset-totp", "--login", "nobody")[0] == 2
    assert run()[0] == 0


def test_a_lost_telephone_is_helped(run):
    run("create-admin", "--login", "asha")
    with engine.session(run.url) as db:
        who = staff.fetch_by_login(db, "asha").id
        staff_totp.switch_on(db, who, "SECRET", 1)
    assert run("reset-totp", "--login", "ASHA")[0] == 0
    with engine.session(run.url) as db:
        assert staff_totp.fetch_secret(db, who) is None


def test_the_verifier_tells_a_broken_log_and_takes_an_anchor(run):
    run("create-admin", "--login", "asha")
    run("create-admin", "--login", "ravi")
    anchor = run("verify-audit", "--anchor")[1].strip()
    assert re.fullmatch(r"2:[0-9a-f]{64}", anchor)
    assert run("verify-audit", "--against", anchor)[0] == 0
    assert run("verify-audit", "--against", "rubbish")[0] == 2
    with engine.session(run.url) as db:
        db.execute(text("DROP TRIGGER audit_entries_no_update"))
        db.execute(text("UPDATE audit_entries SET details = '{}' WHERE sequence = 1"))
    status, _, errors = run("verify-audit")
    assert status == 1
    assert "BROKEN at entry 1" in errors

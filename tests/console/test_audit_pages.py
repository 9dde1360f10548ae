import re
from datetime import datetime, timezone

import pytest
from sqlalchemy import text

from store import audit


@pytest.fixture(scope="module")
def admin(desk):
    client = desk.sign_in("administrator", login="the.auditor")
    now = datetime(2026, 11, 21, 20, 0, tzinfo=timezone.utc)
    with desk.session() as db:
        for number in range(60):
            audit.append(
                db, actor="ravi", action="ticket.closed", subject=f"ticket:{number}", now=now
            )
    return client


def count(page):
    return int(re.search(r"Entries: (\d+)", page.text)[1])


def test_the_log_is_shown_newest_first_in_pages_and_in_india_time(admin):
    page = admin.get("/desk/audit?actor=ravi")
    assert count(page) == 60
    assert "ticket:59" in page.text
    assert "ticket:9<" not in page.text
    assert "22-11-2026 01:30" in page.text
    assert "ticket:9<" in admin.get("/desk/audit?actor=ravi&page=2").text
    assert "actor=ravi&amp;page=2" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=RAVI", 60),
        ("action=ticket.", 60),
        ("subject=ticket:7", 1),
        ("actor=nobody", 0),
        ("actor=ravi&from=2026-11-22&until=2026-11-22", 60),
        ("actor=ravi&until=2026-11-21", 0),
        ("actor=ravi&from=2026-11-23", 0),
    ],
)
def test_the_filter_finds(admin, query, found):
    assert count(admin.get(f"/desk/audit?{query}")) == found


def test_a_bad_day_is_told_so(admin):
    page = admin.get("/desk/audit?from=yesterday")
    assert page.status_code == 422
    assert "Choose a date" in page.text


def test_verifying_says_well_and_gives_an_anchor_that_fits_later(admin):
    page = admin.submit("/desk/audit/verify", anchor="")
    assert "All is well" in page.text
    anchor = re.search(r'<code id="kept">(\d+:[0-9a-f]{64})</code>', page.text)[1]
    assert "All is well" in admin.submit("/desk/audit/verify", anchor=anchor).text
    wrong = admin.submit("/desk/audit/verify", anchor=f"3:{'a' * 64}")
    assert "not right from entry 3" in wrong.text
    assert "does not match the anchor" in wrong.text
    assert admin.submit("/desk/audit/verify", anchor="rubbish").status_code == 422


def test_a_changed_row_shows_on_the_page(desk, admin):
    with desk.session() as db:
        before = db.execute(text("SELECT actor FROM audit_entries WHERE sequence = 5")).scalar()
        for change in ("update", "delete"):
            db.execute(text(f"DROP TRIGGER audit_entries_no_{change}"))
        db.execute(text("UPDATE audit_entries SET actor = 'x' WHERE sequence = 5"))
    page = admin.submit("/desk/audit/verify", anchor="")
    assert "not right from entry 5" in page.text
    assert "security officer" in page.text
    with desk.session() as db:
        change = text("UPDATE audit_entries SET actor = :actor WHERE sequence = 5")
        db.execute(change, {"actor": before})
    assert "All is well" in admin.submit("/desk/audit/verify", anchor="").text

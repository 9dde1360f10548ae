import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import audit, audit_lines, keys
from store.engine import session
from store.models_staff import AuditEntry

NOW = datetime(2026, 11, 22, 6, 30, 15, 123456, tzinfo=timezone.utc)


def write(url, count=5):
    with session(url) as db:
        for number in range(count):
            audit.append(
                db,
                actor="asha",
                action="ticket.closed",
                subject=f"ticket:{number}",
                details={"टिप्पणी": "ठीक", "n": number},
                now=NOW + timedelta(seconds=number),
            )


def verdict(url, **options):
    with session(url, read_only=True) as db:
        return audit.verify(db, **options)


def tamper(url, *statements):
    """As somebody may who owns the database: the triggers do not stop them."""
    with session(url) as db:
        if url.startswith("sqlite"):
            for change in ("update", "delete"):
                db.execute(text(f"DROP TRIGGER audit_entries_no_{change}"))
        else:
            db.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        for statement in statements:
            assert db.execute(text(statement)).rowcount
        if url.startswith("postgresql"):
            db.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER USER"))


def test_an_empty_log_and_a_written_one_are_intact(url):
    assert verdict(url).is_intact
    write(url)
    found = verdict(url)
    assert found.is_intact
    assert found.num_entries == 5
    with session(url, read_only=True) as db:
        assert audit.fetch_anchor(db) == found.anchor
    assert verdict(url, anchor=found.anchor).is_intact


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_a_line(url, change):
    write(url)
    with pytest.raises(DBAPIError, match="append-only"), session(url) as db:
        db.execute(text(f"{change} WHERE sequence = 2"))
    assert verdict(url).is_intact


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "'ravi'"),
        ("action", "'ticket.opened'"),
        ("subject", "'ticket:9'"),
        ("details", "'{}'"),
        ("at", "'2026-11-22 06:30:15.123457'"),
        ("chain_hmac", f"'{'a' * 64}'"),
    ],
)
def test_a_changed_line_is_found(url, column, value):
    write(url)
    tamper(url, f"UPDATE audit_entries SET {column} = {value} WHERE sequence = 3")
    found = verdict(url)
    assert (found.broken_at, found.reason) == (3, "changed")


def test_a_removed_line_is_found(url):
    write(url)
    tamper(url, "DELETE FROM audit_entries WHERE sequence = 3")
    assert (verdict(url).broken_at, verdict(url).reason) == (3, "missing")


def test_a_removed_line_is_found_when_the_others_close_up(url):
    write(url)
    tamper(
        url,
        "DELETE FROM audit_entries WHERE sequence = 3",
        "UPDATE audit_entries SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit_head SET num_entries = 4",
    )
    assert (verdict(url).broken_at, verdict(url).reason) == (3, "changed")


def test_an_inserted_line_is_found(url):
    write(url)
    columns = "at, actor, action, subject, details, chain_hmac"
    tamper(
        url,
        f"INSERT INTO audit_entries (sequence, {columns}) "
        f"SELECT 6, {columns} FROM audit_entries WHERE sequence = 5",
        "UPDATE audit_head SET num_entries = 6",
    )
    assert (verdict(url).broken_at, verdict(url).reason) == (6, "changed")


def test_lines_that_changed_places_are_found(url):
    write(url)
    tamper(
        url,
        "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_entries SET sequence = 2 WHERE sequence = 4",
        "UPDATE audit_entries SET sequence = 4 WHERE sequence = 99",
    )
    assert (verdict(url).broken_at, verdict(url).reason) == (2, "changed")


def test_missing_last_lines_are_found(url):
    write(url)
    tamper(url, "DELETE FROM audit_entries WHERE sequence > 3")
    assert (verdict(url).broken_at, verdict(url).reason) == (4, "cut")


def test_the_head_cannot_be_rewritten_without_the_key(url):
    write(url)
    tamper(
        url,
        "DELETE FROM audit_entries WHERE sequence > 3",
        "UPDATE audit_head SET num_entries = 3, chain_hmac = "
        "(SELECT chain_hmac FROM audit_entries WHERE sequence = 3)",
    )
    assert verdict(url).reason == "head"
    with session(url) as db:
        db.execute(text("DELETE FROM audit_head"))
    assert verdict(url).reason == "head"


def test_an_older_copy_of_the_whole_log_shows_against_an_anchor(url):
    write(url, 3)
    with session(url, read_only=True) as db:
        head = dict(db.execute(text("SELECT * FROM audit_head")).mappings().one())
    write(url, 2)
    kept = verdict(url).anchor
    tamper(
        url,
        "DELETE FROM audit_entries WHERE sequence > 3",
        f"UPDATE audit_head SET num_entries = 3, chain_hmac = '{head['chain_hmac']}', "
        f"seal_hmac = '{head['seal_hmac']}'",
    )
    assert verdict(url).is_intact
    assert (verdict(url, anchor=kept).broken_at, verdict(url, anchor=kept).reason) == (4, "cut")
    other = f"3:{'b' * 64}"
    assert verdict(url, anchor=other).reason == "anchor"


@pytest.mark.parametrize("anchor", ["5", "5:abc", "x:" + "a" * 64, ":"])
def test_an_anchor_that_is_none_is_refused(url, anchor):
    with pytest.raises(ValueError, match="anchor"):
        verdict(url, anchor=anchor)


def test_a_line_is_kept_only_with_what_it_tells_of(url):
    def fail():
        with session(url) as db:
            audit.append(db, actor="a", action="x.y", subject="z", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert verdict(url).num_entries == 0


def test_many_writers_make_one_chain(url):
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, url, 5) for _ in range(8)]:
            done.result()
    assert verdict(url).is_intact
    assert verdict(url).num_entries == 40


def test_a_log_of_more_than_one_batch_is_read_to_its_end(url, monkeypatch):
    monkeypatch.setattr(audit, "_BATCH", 4)
    write(url, 9)
    assert verdict(url).num_entries == 9
    tamper(url, "UPDATE audit_entries SET actor = 'x' WHERE sequence = 9")
    assert verdict(url).broken_at == 9


def test_identifiers_never_reach_the_log(url):
    number = "UP2026-00000042"
    with session(url) as db:
        audit.append(
            db,
            actor="9876543210",
            action="application.looked_up",
            subject=number,
            details={"mobile": "9876543210", "id": "1234 5678 9012", "n": 9876543210},
            now=NOW,
        )
        audit.append(
            db,
            actor="asha",
            action="application.looked_up",
            subject=audit.name_application(number),
            now=NOW,
        )
    with session(url, read_only=True) as db:
        first, second = db.query(AuditEntry).order_by(AuditEntry.sequence)
    kept = f"{first.actor} {first.subject} {first.details}"
    assert "98765" not in kept
    assert "00000042" not in kept
    assert "1234" not in kept
    assert second.subject.startswith("application:0042#")
    assert number not in second.subject
    assert verdict(url).is_intact


def test_a_key_that_was_changed_still_proves_old_lines(url, monkeypatch):
    write(url, 2)
    changed = dataclasses.replace(keys.settings, secret_key=f"new,{keys.settings.secret_key}")
    monkeypatch.setattr(keys, "settings", changed)
    write(url, 2)
    assert verdict(url).is_intact
    monkeypatch.setattr(keys, "settings", dataclasses.replace(changed, secret_key="new"))
    assert verdict(url).broken_at == 1


def test_lines_are_found_by_who_what_and_when(url):
    write(url, 5)
    with session(url) as db:
        audit.append(db, actor="ravi", action="staff.invited", subject="staff:1", now=NOW)

    def count(**wanted):
        with session(url, read_only=True) as db:
            return audit_lines.fetch_page(db, audit_lines.Filter(**wanted), offset=0, limit=3)

    assert [row.sequence for row in count()[0]] == [6, 5, 4]
    assert count()[1] == 6
    assert count(actor="ravi")[1] == 1
    assert count(action="ticket.")[1] == 5
    assert count(action="%")[1] == 0
    assert count(subject="ticket:2")[1] == 1
    assert count(since=NOW + timedelta(seconds=3))[1] == 2
    assert count(before=NOW + timedelta(seconds=1))[1] == 2

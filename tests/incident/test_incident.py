"""The drafts name both deadlines and what was held, and no person."""

import shutil
import stat
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.incident import cli, drafts
from store import engine, transcripts, vault
from store.migrate import migrate
from store.settings import settings

NOTICED = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)  # 14:30 in India
NOW = NOTICED + timedelta(hours=1)


@pytest.fixture
def ours(tmp_path):
    url = f"sqlite:///{tmp_path / 'sahayak.db'}"
    migrate(url)
    with engine.session(url) as db:
        vault.save_value(db, "c" * 32, "mobile", "9876501234", now=NOTICED)
        said = {"language": "hi", "channel": "rest", "now": NOTICED}
        transcripts.append(db, "c" * 32, "in", "mera number [mobile#1]", **said)
    yield replace(
        settings,
        data_dir=tmp_path,
        database_url=url,
        public_url="https://sahayak.example",
        grievance_contact="Shikayat Adhikari, Lucknow",
    )
    engine.dispose(url)


def write(ours, **changes):
    folder = ours.data_dir / "incidents" / "one"
    incident = drafts.Incident(NOTICED, "A back-up was copied.")
    paths = drafts.write(folder, incident, replace(ours, **changes), now=NOW)
    return {path.name: path.read_text("utf-8") for path in paths}


def test_both_deadlines_are_counted_from_when_it_was_noticed(ours):
    written = write(ours)
    assert "Send before: 22-11-2026 20:30 (Indian time)" in written["cert_in.md"]
    assert "before: 25-11-2026 14:30 (Indian time)" in written["board.md"]
    assert "22-11-2026 14:30" in written["cert_in.md"]


def test_what_was_held_is_counted_and_nobody_is_named(ours):
    written = write(ours)
    assert "| 1 | 22-11-2026 |" in written["board.md"]
    assert "sealed" in written["board.md"]
    assert "A back-up was copied." in written["cert_in.md"]
    assert "| Audit log of the helpdesk | whole |" in written["cert_in.md"]
    for text in written.values():
        assert "Shikayat Adhikari" in text
        assert "9876501234" not in text
        assert "$" not in text
        assert "**fill in" in text or "**भरें" in text


def test_people_are_told_the_same_in_both_languages(ours):
    hindi, english = write(ours)["people.md"].split("# Notice about", 1)
    for part in (hindi, english):
        assert part.count("\n- ") == 6
        assert "22-11-2026" in part
    assert hindi.count("**भरें") == english.count("**fill in") == 4


def test_drafts_are_private_and_never_overwritten(ours):
    write(ours)
    folder = ours.data_dir / "incidents" / "one"
    for path in [folder, *folder.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    with pytest.raises(FileExistsError):
        write(ours)


def test_without_database_or_contact_the_drafts_say_so(ours, tmp_path):
    written = write(ours, database_url="postgresql://x:y@127.0.0.1:1/none", grievance_contact="")
    assert "the database cannot be read" in written["board.md"]
    assert "GRIEVANCE_CONTACT is not set" in written["people.md"]
    assert "x:y" not in "".join(written.values())


def test_the_command_writes_and_says_what_is_due(ours, monkeypatch, capsys):
    monkeypatch.setattr(cli, "read_settings", lambda: ours)
    shutil.rmtree(ours.data_dir / "incidents", ignore_errors=True)
    assert cli.main(["--noticed", "2020-01-01T10:00", "--what", "test"]) == 0
    said = capsys.readouterr().out
    assert said.count(".md\n") == 3
    assert "CERT-In: before 01-01-2020 16:00" in said
    assert "HOURS LATE" in said


@pytest.mark.parametrize("given", ["yesterday", "2999-01-01T00:00", "14:30"])
def test_a_time_that_is_none_is_refused_in_both_languages(given, capsys):
    assert cli.main(["--noticed", given]) == 2
    said = capsys.readouterr().err
    assert "Indian time" in said
    assert "भारतीय समय" in said

import dataclasses
import io
import json
import sqlite3
import tarfile
import threading
from contextlib import closing

import pytest
from sqlalchemy import func, select

from store import keys, vault
from store.__main__ import main
from store.backup import cli, commands
from store.backup.archive import BackupRefused
from store.engine import dispose, session
from store.models import Application, TranscriptLine
from store.settings import settings
from store.transcripts import append

CONVERSATION = "c" * 32


def count(url, table):
    with session(url, read_only=True) as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def backup(stored, now, tmp_path):
    with session(stored) as db:
        vault.save_value(db, CONVERSATION, "mobile", "9876501234", now=now)
    path = tmp_path / "kept" / "first.sahayak"
    commands.make(path, stored)
    return path


def test_a_backup_tells_what_it_holds(backup, stored):
    manifest = commands.verify(backup)
    assert manifest.tables["applications"] == 1
    assert manifest.num_rows >= 4
    assert manifest.has_our_key
    assert backup.stat().st_mode & 0o077 == 0
    assert b"9876501234" not in backup.read_bytes()


def test_what_was_lost_comes_back(backup, stored, now):
    with session(stored) as db:
        db.execute(Application.__table__.delete())
    assert count(stored, Application) == 0
    dispose(stored)
    commands.restore(backup, stored, replace=True)
    assert count(stored, Application) == 1
    with session(stored) as db:
        assert vault.fetch_value(db, CONVERSATION, "[mobile#1]", now=now) == "9876501234"
        append(db, CONVERSATION, "in", "a row after it", language="en", channel="rest", now=now)


def test_an_empty_database_takes_a_backup_of_its_kind(backup, stored, empty_url):
    if stored.split(":")[0] != empty_url.split(":")[0]:
        with pytest.raises(BackupRefused, match="DATABASE_URL names"):
            commands.restore(backup, empty_url)
        return
    place = empty_url.replace("store.db", "another.db")
    commands.restore(backup, place)
    assert count(place, Application) == 1
    dispose(place)


def test_rows_are_given_up_only_when_asked(backup, stored):
    with pytest.raises(BackupRefused, match="--replace"):
        commands.restore(backup, stored)
    assert count(stored, Application) == 1


def test_writers_go_on_while_a_backup_is_made(stored, now, tmp_path):
    stop = threading.Event()
    written = []

    def write():
        while not stop.is_set():
            with session(stored) as db:
                append(db, CONVERSATION, "in", "x", language="en", channel="rest", now=now)
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifest = commands.make(tmp_path / "busy.sahayak", stored)
    finally:
        stop.set()
        writer.join()
    assert manifest.tables["transcripts"] <= len(written) == count(stored, TranscriptLine)
    commands.verify(tmp_path / "busy.sahayak")


def test_a_database_in_use_is_never_half_replaced(backup, stored, url):
    if url.startswith("postgresql"):
        # Others see the old tables or the new ones: it is one transaction.
        with session(url, read_only=True) as reader:
            reader.execute(select(1))
            commands.restore(backup, stored, replace=True)
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
        other.execute("SELECT count(*) FROM applications").fetchone()
        with pytest.raises(BackupRefused, match="stop the assistant"):
            commands.restore(backup, stored, replace=True)


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6])
def test_damage_is_found(backup, where):
    content = bytearray(backup.read_bytes())
    content[int(len(content) * where)] ^= 0xFF
    backup.write_bytes(content)
    with pytest.raises(BackupRefused, match="damaged"):
        commands.verify(backup)


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(BackupRefused, match="no back-up"):
        commands.verify(path)


def change_manifest(path, **changes):
    with tarfile.open(path) as archive:
        members = {one.name: archive.extractfile(one).read() for one in archive}
    manifest = {**json.loads(members["manifest.json"]), **changes}
    members["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def test_a_backup_of_a_newer_version_is_refused(backup, stored):
    change_manifest(backup, revision="9999_tomorrow")
    with pytest.raises(BackupRefused, match="newer version"):
        commands.restore(backup, stored, replace=True)


def test_missing_rows_are_found(backup, stored, url):
    tables = {**commands.verify(backup).tables, "applications": 2}
    change_manifest(backup, tables=tables)
    if url.startswith("sqlite"):
        with pytest.raises(BackupRefused, match="applications"):
            commands.verify(backup)
        return
    # A dump of PostgreSQL can be counted only once it is restored.
    with pytest.raises(BackupRefused, match="applications"):
        commands.restore(backup, stored, replace=True)


def test_another_key_is_noticed(backup, monkeypatch):
    other = dataclasses.replace(keys.settings, secret_key="z" * 32)
    monkeypatch.setattr(keys, "settings", other)
    assert not commands.verify(backup).has_our_key


def test_a_backup_is_never_overwritten(backup, stored):
    before = backup.read_bytes()
    with pytest.raises(BackupRefused, match="already"):
        commands.make(backup, stored)
    assert backup.read_bytes() == before


def test_the_commands_say_what_they_did(stored, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "settings", dataclasses.replace(settings, database_url=stored))
    path = tmp_path / "kept.sahayak"
    assert main(["backup", str(path)]) == 0
    assert main(["verify", str(path)]) == 0
    assert main(["restore", str(path)]) == 2
    assert main(["restore", str(path), "--replace"]) == 0
    said = capsys.readouterr()
    assert "rows" in said.out
    assert "--replace" in said.err

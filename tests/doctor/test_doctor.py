import dataclasses
import json
import stat
from datetime import datetime, timedelta, timezone

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.doctor import cli, machine, network, store
from bot.doctor.findings import broken, fine, look, worst
from store.engine import dispose, engine
from store.migrate import migrate
from store.settings import Settings, read_settings
from tests.gateway.conftest import Server

TOKEN = "123:planted-token"


@pytest.fixture
def settings(tmp_path):
    found = read_settings({"DATA_DIR": str(tmp_path)})
    migrate(found.database_url)
    yield found
    dispose(found.database_url)


def change(settings: Settings, **values) -> Settings:
    return dataclasses.replace(settings, **values)


def serve(status, content):
    async def answer(_):
        return JSONResponse(content, status_code=status)

    return Server(lambda: Starlette(routes=[Route("/{path:path}", answer)]))


@pytest.fixture
def answering(request):
    server = serve(*request.param)
    server.start()
    yield server
    server.stop()


def test_a_new_instance_has_nothing_broken_but_a_model(settings, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("PORT", "1")
    status = cli.main(["--json"])
    findings = json.loads(capsys.readouterr().out)
    assert len(findings) >= 12
    bad = {one["subject"] for one in findings if one["grade"] == "broken"}
    assert bad <= {"model"}
    assert status == (1 if bad else 0)
    assert all(one["remedy"] for one in findings if one["grade"] != "fine")


def test_settings_that_cannot_be_read_come_first(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eighty")
    assert cli.main([]) == 1
    said = capsys.readouterr().out
    assert "PORT" in said
    assert "README" in said


def test_old_tables_are_found(settings, tmp_path):
    old = change(settings, database_url=f"sqlite:///{tmp_path / 'old.db'}")
    assert store.check_database(old).remedy == "Run: python -m store migrate"
    with engine(settings.database_url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_tomorrow'")
    assert "newer version" in store.check_database(settings).said
    dispose(old.database_url)


def test_a_database_that_is_away_is_found(settings):
    away = change(settings, database_url="postgresql://u:secret@127.0.0.1:1/x")
    found = store.check_database(away)
    assert found.grade == "broken"
    assert "secret" not in str(found)


def test_redis_is_checked_only_when_it_is_used(settings):
    assert store.check_redis(settings).grade == "fine"
    away = change(settings, redis_url="redis://127.0.0.1:1/0")
    assert store.check_redis(away).grade == "broken"


def test_clocks_are_compared(settings, postgres_database, monkeypatch):
    ours = change(settings, database_url=postgres_database)
    assert store.check_clock(ours).grade == "fine"

    class Ahead(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) + timedelta(minutes=3)

    monkeypatch.setattr(store, "datetime", Ahead)
    assert store.check_clock(ours).grade == "broken"
    assert datetime.now(timezone.utc) < Ahead.now(timezone.utc)
    dispose(postgres_database)


def test_a_short_key_and_an_open_key_file_are_found(settings):
    assert machine.check_key(settings).grade == "fine"
    assert machine.check_key(change(settings, secret_key="x" * 64 + ",short")).grade == "broken"
    file = settings.data_dir / "secret.key"
    file.chmod(0o644)
    found = machine.check_key(settings)
    assert "chmod 600" in found.remedy
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


@pytest.mark.parametrize(("free_gib", "grade"), [(0.4, "broken"), (2, "look"), (50, "fine")])
def test_a_full_disk_is_found(settings, monkeypatch, free_gib, grade):
    class Usage:
        free = int(free_gib * (1 << 30))

    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage)
    assert machine.check_disk(settings).grade == grade


def test_versions_are_those_of_the_lock(monkeypatch):
    assert machine.check_versions().grade == "fine"
    monkeypatch.setattr(machine, "PINNED", {"SQLAlchemy": "9.9"})
    assert machine.check_versions().grade == "broken"


@pytest.mark.parametrize(
    ("answering", "grade"),
    [
        ((200, {"ready": True}), "fine"),
        ((503, {"ready": False, "rasa": False, "database": True}), "broken"),
    ],
    indirect=["answering"],
)
def test_the_door_is_tried(settings, answering, grade):
    found = network.check_door(change(settings, port=answering.port))
    assert found.grade == grade
    assert ("rasa" in found.said) == (grade == "broken")


def test_nobody_at_the_door_is_no_fault(settings):
    assert network.check_door(change(settings, port=1)).grade == "look"


@pytest.mark.parametrize(
    ("answering", "grade"),
    [((200, {"ok": True}), "fine"), ((401, {}), "broken"), ((502, {}), "look")],
    indirect=["answering"],
)
def test_telegram_is_asked_for_the_bot(settings, answering, grade):
    ours = change(settings, telegram_bot_token=TOKEN, telegram_api_base=answering.url)
    found = network.check_telegram(ours)
    assert found.grade == grade
    assert TOKEN not in str(found)


def test_a_telegram_that_is_away_does_not_show_the_token(settings):
    ours = change(settings, telegram_bot_token=TOKEN, telegram_api_base="http://127.0.0.1:1")
    found = network.check_telegram(ours)
    assert found.grade == "broken"
    assert TOKEN not in str(found)


@pytest.mark.parametrize("answering", [(200, {})], indirect=True)
def test_the_sms_provider_is_reached_but_sent_nothing(settings, answering):
    assert network.check_sms(settings).grade == "look"
    provider = change(settings, sms_sender="http", sms_http_url=f"{answering.url}/send")
    assert "TLS" in network.check_sms(provider).said
    away = change(provider, sms_http_url="https://127.0.0.1:1/send")
    assert network.check_sms(away).grade == "broken"
    assert network.check_sms(change(provider, sms_http_url="")).grade == "broken"


@pytest.mark.parametrize(
    ("address", "trust", "grade"),
    [
        ("http://127.0.0.1:8080", False, "look"),
        ("http://help.example", True, "broken"),
        ("https://help.example", False, "look"),
        ("https://help.example", True, "fine"),
    ],
)
def test_addresses_lead_to_us(settings, address, trust, grade):
    ours = change(settings, public_url=address, trust_forwarded_for=trust)
    assert network.check_address(ours).grade == grade


def test_the_worst_finding_decides():
    assert worst([fine("a", "")]) == "fine"
    assert worst([fine("a", ""), look("b", "", "do")]) == "look"
    assert worst([look("b", "", "do"), broken("c", "", "do")]) == "broken"

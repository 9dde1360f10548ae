"""Every test here runs on SQLite and on PostgreSQL."""

import dataclasses
import os
import shutil
import warnings
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from store import keys
from store.applications import upsert_application
from store.engine import dispose, session
from store.migrate import migrate
from store.models import Base
from store.records import ApplicationRecord, DependantRecord, EventRecord
from store.settings import settings

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres")
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
TODAY = date(2026, 11, 22)
MOBILE = "6000012345"
NUMBER = "UP2026-00000042"


@pytest.fixture(autouse=True)
def secret_key(monkeypatch):
    monkeypatch.setattr(keys, "settings", dataclasses.replace(settings, secret_key="k" * 32))


@pytest.fixture(scope="session")
def postgres_server():
    """Makes the run's own databases, one with tables and one without; drops them afterwards."""
    names = [f"sahayak_store_{os.getpid()}", f"sahayak_store_{os.getpid()}_empty"]
    admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        run(admin, *(f"CREATE DATABASE {name}" for name in names))
    except OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        warnings.warn(
            f"NO POSTGRESQL: HALF OF THE STORE'S TESTS ARE SKIPPED. {error}", stacklevel=1
        )
        yield None
        return
    urls = [SERVER.rpartition("/")[0] + "/" + name for name in names]
    migrate(urls[0])
    yield urls
    for url in urls:
        dispose(url)
    run(admin, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))
    admin.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A SQLite file with today's tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


def run(engine, *statements):
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def postgres(request, place, *statements):
    urls = request.getfixturevalue("postgres_server")
    if urls is None:
        pytest.skip("NO POSTGRESQL SERVER")
    dispose(urls[place])
    admin = create_engine(urls[place], isolation_level="AUTOCOMMIT")
    run(admin, *statements)
    admin.dispose()
    return urls[place]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """A database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'store.db'}"
    else:
        url = postgres(request, 1, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    yield url
    dispose(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """A database with today's tables, all empty."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "store.db")
        url = f"sqlite:///{tmp_path / 'store.db'}"
    else:
        tables = ", ".join(Base.metadata.tables)
        url = postgres(request, 0, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield url
    dispose(url)


@pytest.fixture
def db(url):
    """An open transaction."""
    with session(url) as opened:
        yield opened


def record(**changes):
    """An invented application."""
    fields = {
        "number": NUMBER,
        "kind": "employee",
        "name": "Asha Verma",
        "mobile": MOBILE,
        "designation": "Lecturer",
        "office": "Government Inter College",
        "approver_office": "District Inspector of Schools",
        "district": "Kanpur Nagar",
        "submitted_on": TODAY - timedelta(days=23),
        "events": (EventRecord("submitted", TODAY - timedelta(days=23)),),
        "dependants": (DependantRecord("son", "Rohan Verma", 2014),),
    }
    return ApplicationRecord(**{**fields, **changes})


@pytest.fixture
def make_record():
    return record


@pytest.fixture
def stored(url):
    """The URL of a database that holds one application."""
    with session(url) as opened:
        upsert_application(opened, record(), now=NOW)
    return url


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def today():
    return TODAY

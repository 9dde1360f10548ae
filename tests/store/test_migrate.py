import subprocess
import sys

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from store.engine import build_engine, engine
from store.migrate import current_revision, make_config, migrate, recorded_head
from store.schema import Base


def test_migrations_and_models_agree(url):
    with engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_is_made_by_a_migration(url):
    tables = set(inspect(engine(url)).get_table_names())
    assert len(Base.metadata.tables) >= 9
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_head_is_recorded_and_names_are_four_digit():
    scripts = ScriptDirectory.from_config(make_config())
    assert scripts.get_heads() == [recorded_head()]
    revisions = list(scripts.walk_revisions())
    assert revisions
    for place, script in enumerate(reversed(revisions), start=1):
        assert script.revision.startswith(f"{place:04}_")
        assert script.path.endswith(f"{script.revision}.py")


def test_migrating_again_changes_nothing(url):
    assert migrate(url) == recorded_head()
    with engine(url).connect() as connection:
        assert current_revision(connection) == recorded_head()


def test_a_database_can_go_back_to_nothing(empty_url):
    url = empty_url
    migrate(url)
    with engine(url).begin() as connection:
        command.downgrade(make_config(connection), "base")
    assert set(inspect(engine(url)).get_table_names()) == {"alembic_version"}
    assert migrate(url) == recorded_head()


def test_processes_that_start_together_all_succeed(empty_url):
    code = f"from store.migrate import migrate; print(migrate({empty_url!r}))"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=60)[0].strip() for process in started]
    assert answers == [recorded_head()] * 3
    assert [process.returncode for process in started] == [0, 0, 0]


def test_a_table_of_the_trackers_own_is_left_alone(empty_url):
    made = build_engine(empty_url)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER)"))
    made.dispose()
    migrate(empty_url)
    assert "events" in inspect(engine(empty_url)).get_table_names()


def test_no_column_has_room_for_an_aadhaar_number():
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    assert len(columns) > 50
    assert not [
        column for column in columns if "aadhaar" in column.name or "aadhar" in column.name
    ]

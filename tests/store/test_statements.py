"""A statement compiled once does what the statement does, and is not compiled again."""

from datetime import datetime, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, create_engine, select
from sqlalchemy.dialects import postgresql, sqlite

from store.models import UtcDateTime
from store.statements import compiled_once

TABLE = Table(
    "counts",
    MetaData(),
    Column("key", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=timezone.utc)


def counting(dialect):
    new = {"key": bindparam("new_key"), "count": 1, "at": bindparam("moment")}
    insert = dialect.insert(TABLE).values(**new)
    return insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": TABLE.c.count + 1},
        where=TABLE.c.count < bindparam("most"),
    )


def test_it_writes_what_the_statement_writes():
    engine = create_engine("sqlite://", future=True)
    TABLE.metadata.create_all(engine)
    once = compiled_once(counting(sqlite), sqlite)
    with engine.begin() as db:
        done = [
            db.execute(statement, {"new_key": key, "moment": NOW, "most": 2}).rowcount
            for key, statement in enumerate((counting(sqlite), once))
            for _ in range(4)
        ]
        rows = db.execute(select(TABLE).order_by(TABLE.c.key)).all()
    assert done == [1, 1, 0, 0] * 2
    assert [(row.count, row.at) for row in rows] == [(2, NOW)] * 2


def test_an_insert_without_values_takes_the_columns_it_is_given():
    columns = [column.name for column in TABLE.columns]
    statement = postgresql.insert(TABLE).on_conflict_do_nothing()
    once = compiled_once(statement, postgresql, columns)
    assert str(once).startswith("INSERT INTO counts (key, count, at) VALUES (:key, :count, :at)")
    assert set(once.compile().params) == set(columns)


@pytest.mark.parametrize("dialect", [sqlite, postgresql])
def test_sqlalchemy_still_compiles_the_original_every_time(dialect):
    assert counting(dialect)._generate_cache_key() is None
    assert compiled_once(counting(dialect), dialect)._generate_cache_key() is not None

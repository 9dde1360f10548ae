"""Inserting hundreds of thousands of rows without building a statement for each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session


def insert_rows(
    session: Session, table: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Inserts `rows`, whose values stand in the order of `columns`."""
    if not rows:
        return
    if session.get_bind().dialect.name != "sqlite":
        session.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    # SQLAlchemy prepares each row on its own, which takes longer than SQLite does to store it.
    connection = session.connection()
    dialect = connection.dialect
    prepared = []
    for name, values in zip(columns, zip(*rows, strict=True), strict=True):
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            # Days repeat: far fewer conversions than rows.
            converted = {value: convert(value) for value in set(values)}
            values = tuple(converted[value] for value in values)
        prepared.append(values)
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608 - names are ours
        list(zip(*prepared, strict=True)),
    )

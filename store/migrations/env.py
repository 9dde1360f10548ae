"""Alembic's entry. `store.migrate` hands a connection over; the `alembic` command has none."""

from typing import Any

from alembic import context

from store.engine import engine
from store.schema import Base


def _is_ours(_: Any, name: str | None, kind: str, is_reflected: bool, __: Any) -> bool:
    # On PostgreSQL Rasa's tracker shares the database; its tables are none of our business.
    return not (kind == "table" and is_reflected and name not in Base.metadata.tables)


def _run(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    _run(given)
else:
    with engine().begin() as opened:
        _run(opened)

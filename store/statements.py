"""Statements of every message, compiled once.

SQLAlchemy keeps the SQL of most statements, but compiles an insert with "on conflict" anew each
time: as much work as everything else about it.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.sql.expression import ClauseElement, TextClause


def compiled_once(
    statement: ClauseElement, dialect: ModuleType, columns: Sequence[str] | None = None
) -> TextClause:
    """The SQL of a statement with its parameters, as text that is executed like it.

    Args:
        statement: without Python-side defaults, which are not run.
        dialect: `sqlalchemy.dialects.sqlite` or `.postgresql`.
        columns: those that an insert without values is given; all of them by default.
    """
    named = dialect.dialect(paramstyle="named")
    compiled: Any = statement.compile(dialect=named, column_keys=columns)
    given = [
        bindparam(name, type_=bind.type)
        if bind.required
        else bindparam(name, bind.value, type_=bind.type)
        for bind, name in compiled.bind_names.items()
    ]
    return text(str(compiled)).bindparams(*given)

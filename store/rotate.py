"""Seals every sealed value anew under the first of SECRET_KEY's keys.

It may be stopped and begun again at any time, and the assistant may go on meanwhile: what is
sealed under the first key already is passed over, and what changes in between is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from store import keys
from store.engine import session
from store.sealed_columns import SEALED

BATCH = 500


@dataclass(frozen=True)
class Rotated:
    """What became of a column's values.

    `lost` could be opened with none of our keys; they stay as they are.
    """

    column: str
    sealed_anew: int
    already: int
    lost: int


def rotate(url: str | None = None, *, batch: int = BATCH) -> list[Rotated]:
    """Goes through all columns, `batch` rows a transaction.

    Raises:
        StoreError: the database is locked or cannot be reached; what is done stays done.
    """
    return [_rotate(url, column, purpose, batch) for column, purpose in SEALED.items()]


def _rotate(url: str | None, column: Any, purpose: str, batch: int) -> Rotated:
    counts = {"anew": 0, "already": 0, "lost": 0}
    after: Sequence[Any] | None = None
    while True:
        with session(url) as db:
            rows = _fetch(db, column, after, batch)
            for row in rows:
                counts[_seal_anew(db, column, purpose, row)] += 1
        if len(rows) < batch:
            break
        after = rows[-1][:-1]
    name = f"{column.table.name}.{column.name}"
    return Rotated(name, counts["anew"], counts["already"], counts["lost"])


def _fetch(db: Session, column: Any, after: Sequence[Any] | None, batch: int) -> list[Any]:
    """The next rows: their primary key, and last the sealed value."""
    key = tuple(column.table.primary_key.columns)
    rows = select(*key, column).where(column.is_not(None)).order_by(*key).limit(batch)
    if after is not None:
        rows = rows.where(tuple_(*key) > tuple_(*after))
    return list(db.execute(rows))


def _seal_anew(db: Session, column: Any, purpose: str, row: Any) -> str:
    *names, sealed = row
    if keys.is_sealed_by_newest(purpose, sealed):
        return "already"
    content = keys.unseal_bytes(purpose, sealed)
    if content is None:
        return "lost"
    key = tuple(column.table.primary_key.columns)
    is_row = [one == name for one, name in zip(key, names, strict=True)]
    changed = db.execute(
        update(column.table)
        .where(*is_row, column == sealed)
        .values({column: keys.seal_bytes(purpose, content)})
    )
    # Whoever changed it meanwhile sealed it under the first key.
    return "anew" if changed.rowcount == 1 else "already"

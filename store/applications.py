"""Applications for the State Health Card: their numbers, look-up and update."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from store.bulk import insert_rows
from store.engine import serialise
from store.models import Application, ApplicationEvent, Dependant
from store.notices import write_notices
from store.records import ApplicationRecord

Change = Literal["inserted", "updated", "unchanged"]

_COLUMNS = (
    "number", "kind", "name", "mobile_hmac", "mobile_ending", "designation", "office",
    "approver_role", "approver_office", "district", "state", "submitted_on", "fingerprint",
    "updated_at",
)  # fmt: skip
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212./_]+")
_NUMBER = re.compile(r"UP(20\d\d)(\d{8})", re.ASCII)
_MOBILE = re.compile(r"(?:\+?91|0)?([6-9]\d{9})", re.ASCII)


def normalise_number(text: str) -> str | None:
    """An application number in its one written form, or None when it is none.

    >>> normalise_number("up 2024 0012 3456"), normalise_number("UP२०२४-००१२३४५६")
    ('UP2024-00123456', 'UP2024-00123456')
    """
    found = _NUMBER.fullmatch(_compact(text).upper())
    return f"UP{found[1]}-{found[2]}" if found else None


def normalise_mobile(text: str) -> str | None:
    """The ten digits of an Indian mobile number, or None when it is none.

    >>> normalise_mobile("+91 60000-00001"), normalise_mobile("12345")
    ('6000000001', None)
    """
    found = _MOBILE.fullmatch(_compact(text))
    return found[1] if found else None


def fetch_application(session: Session, number: str) -> Application | None:
    """An application with its dependants and its events in order. Ask for proof before."""
    return session.execute(
        select(Application)
        .where(Application.number == normalise_number(number))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def upsert_application(session: Session, record: ApplicationRecord, *, now: datetime) -> Change:
    """Stores one application; says what that changed."""
    (change,) = upsert_applications(session, [record], now=now)
    return change


def upsert_applications(
    session: Session,
    records: Sequence[ApplicationRecord],
    *,
    now: datetime,
    fingerprints: Mapping[str, str] | None = None,
) -> "Counter[Change]":
    """Stores a batch of applications with different numbers; counts what that changed.

    Whoever wants to be told of one that moved on finds a notice in the outbox.

    `fingerprints` by number replace the records' own, where the caller knows cheaper ones.
    """
    serialise(session, "applications")
    prints = fingerprints or {record.number: record.fingerprint for record in records}
    known = fetch_fingerprints(session, [record.number for record in records])
    touched = [one for one in records if known.get(one.number) != prints[one.number]]
    fresh = [one for one in touched if one.number not in known]
    changed = [one for one in touched if one.number in known]
    insert_rows(
        session,
        Application.__table__,
        (*_COLUMNS, "created_at"),
        [(*_row(record, prints, now), now) for record in fresh],
    )
    _update(session, [_row(record, prints, now) for record in changed])
    _insert_children(session, touched)
    write_notices(session, changed, now=now)
    counts: Counter[Change] = Counter()
    counts["inserted"], counts["updated"] = len(fresh), len(changed)
    counts["unchanged"] = len(records) - len(touched)
    return +counts


def fetch_fingerprints(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """The fingerprints of those of `numbers` that are stored."""
    table = Application.__table__
    found: dict[str, str] = {}
    for part in _chunks(numbers):
        query = select(table.c.number, table.c.fingerprint).where(table.c.number.in_(part))
        found.update(tuple(row) for row in session.execute(query))
    return found


def _compact(text: str) -> str:
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if plain.isascii():
        return plain
    return "".join(
        character if (value := unicodedata.decimal(character, None)) is None else str(value)
        for character in plain
    )


def _row(record: ApplicationRecord, prints: Mapping[str, str], now: datetime) -> tuple[Any, ...]:
    return (
        record.number,
        record.kind,
        record.name,
        record.mobile_hmac,
        record.mobile[-2:],
        record.designation,
        record.office,
        record.approver_role,
        record.approver_office,
        record.district,
        record.state,
        record.submitted_on,
        prints[record.number],
        now,
    )


def _update(session: Session, changed: list[tuple[Any, ...]]) -> None:
    if not changed:
        return
    table = Application.__table__
    values = [dict(zip(("key", *_COLUMNS[1:]), row, strict=True)) for row in changed]
    session.execute(update(table).where(table.c.number == bindparam("key")), values)
    for part in _chunks([row[0] for row in changed]):
        for child in (Dependant.__table__, ApplicationEvent.__table__):
            session.execute(delete(child).where(child.c.application_number.in_(part)))


def _insert_children(session: Session, records: Iterable[ApplicationRecord]) -> None:
    events: list[tuple[Any, ...]] = []
    dependants: list[tuple[Any, ...]] = []
    for record in records:
        number = record.number
        events += [(number, place, *event) for place, event in enumerate(record.events, 1)]
        dependants += [(number, place, *one) for place, one in enumerate(record.dependants, 1)]
    key = ("application_number", "sequence")
    insert_rows(
        session, ApplicationEvent.__table__, (*key, "kind", "on_date", "detail", "reason"), events
    )
    insert_rows(
        session, Dependant.__table__, (*key, "relation", "name", "year_of_birth"), dependants
    )


def _chunks(items: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]

"""The append-only audit log: who looked up or changed what, each line chained to the last.

Each line's digest is keyed with SECRET_KEY and covers the line before it, so that whoever can
write to the database, but does not hold the key, cannot change, remove, add or reorder a line
without `verify` telling. Missing last lines show against the head; a database put back to an
earlier day shows against an anchor that was kept elsewhere.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.engine import serialise
from store.keys import digest, matches
from store.models_staff import AuditEntry, AuditHead

_entries = AuditEntry.__table__.c
_START = "0" * 64
_BATCH = 1_000
# Aadhaar, mobile and application numbers: none belongs here, whatever a caller hands over.
_IDENTIFIERS = re.compile(r"(?<!\d)(?:\d{4}[ -]?\d{4}[ -]?\d{4}|[6-9]\d{9}|UP\d{4}-?\d{8})(?!\d)")


@dataclass(frozen=True)
class Verdict:
    """What `verify` found. `broken_at` is the number of the first line that is not as written."""

    num_entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, removed, added or reordered."""
        return not self.reason

    @property
    def anchor(self) -> str:
        """What to keep elsewhere: `<number of lines>:<digest of the last>`."""
        return f"{self.num_entries}:{self.head}"


def append(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    now: datetime,
) -> int:
    """Writes one line, as the last thing of a transaction: on PostgreSQL others then wait for it.

    Args:
        session: a transaction; the line is kept if what it tells of is.
        actor: login of who did it, or the name of a command.
        action: what, `subject.verb`, for instance `application.looked_up`.
        subject: of what; an application as `name_application` gives it, never its number.
        details: JSON values that say more.
        now: aware time.

    Returns:
        The line's number, from 1.
    """
    serialise(session, "audit")
    head = session.get(AuditHead, 1)
    if head is None:
        head = AuditHead(id=1, num_entries=0, chain_hmac=_START, seal_hmac="")
        session.add(head)
    entry = AuditEntry(
        sequence=head.num_entries + 1,
        at=now,
        actor=_clean(actor)[:60],
        action=action[:60],
        subject=_clean(subject)[:200],
        details=_clean(_canonical(details or {})),
    )
    entry.chain_hmac = digest("audit", *_parts(entry, head.chain_hmac))
    session.add(entry)
    head.num_entries, head.chain_hmac = entry.sequence, entry.chain_hmac
    head.seal_hmac = digest("audit-head", str(head.num_entries), head.chain_hmac)
    session.flush()
    return int(entry.sequence)


def name_application(number: str) -> str:
    """How the log speaks of an application: its last four digits and a keyed digest.

    >>> name_application("UP2026-00000042").split("#")[0]
    'application:0042'
    """
    return f"application:{number[-4:]}#{digest('audit-application', number)[:16]}"


def fetch_anchor(session: Session) -> str:
    """How the log ends now, without reading it all: what `verify` can later be held against."""
    head = session.get(AuditHead, 1)
    return f"{head.num_entries}:{head.chain_hmac}" if head is not None else f"0:{_START}"


def verify(session: Session, *, anchor: str = "") -> Verdict:
    """Reads the whole log and tells where it is first not as it was written.

    Args:
        session: may be read-only.
        anchor: `<number>:<digest>` from an earlier `Verdict.anchor`, kept elsewhere.

    Raises:
        ValueError: the anchor is not one.
    """
    kept_number, kept_digest = _read_anchor(anchor)
    number, previous = 0, _START
    for entry in _walk(session):
        if entry.sequence != number + 1:
            return Verdict(number, previous, number + 1, "missing")
        if not matches("audit", entry.chain_hmac, *_parts(entry, previous)):
            return Verdict(number, previous, number + 1, "changed")
        number, previous = number + 1, entry.chain_hmac
        if number == kept_number and previous != kept_digest:
            return Verdict(number, previous, number, "anchor")
    if number < kept_number:
        return Verdict(number, previous, number + 1, "cut")
    return _check_head(session, number, previous)


def _check_head(session: Session, number: int, previous: str) -> Verdict:
    head = session.execute(select(AuditHead)).scalars().first()
    if head is None:
        return Verdict(number, previous, number, "head") if number else Verdict(0, previous)
    is_ours = matches("audit-head", head.seal_hmac, str(head.num_entries), head.chain_hmac)
    if is_ours and head.num_entries > number:
        return Verdict(number, previous, number + 1, "cut")
    if not is_ours or (head.num_entries, head.chain_hmac) != (number, previous):
        return Verdict(number, previous, number, "head")
    return Verdict(number, previous)


def _walk(session: Session) -> Any:
    after = None
    while True:
        query = select(AuditEntry).order_by(_entries.sequence).limit(_BATCH)
        if after is not None:
            query = query.where(_entries.sequence > after)
        found = session.execute(query).scalars().all()
        yield from found
        if len(found) < _BATCH:
            return
        after = found[-1].sequence
        session.expunge_all()


def _parts(entry: AuditEntry, previous: str) -> tuple[str, ...]:
    at = entry.at.astimezone(timezone.utc).isoformat(timespec="microseconds")
    said = (entry.actor, entry.action, entry.subject, entry.details)
    return (previous, str(entry.sequence), at, *said)


def _canonical(details: Mapping[str, Any]) -> str:
    return json.dumps(
        details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def _clean(text: str) -> str:
    return _IDENTIFIERS.sub("[number]", text.replace("\x00", ""))


def _read_anchor(anchor: str) -> tuple[int, str]:
    if not anchor:
        return 0, _START
    number, _, kept = anchor.partition(":")
    if not number.isdigit() or not re.fullmatch(r"[0-9a-f]{64}", kept):
        raise ValueError("an anchor is <number of lines>:<64 hexadecimal digits>")
    return int(number), kept

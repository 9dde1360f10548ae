"""Identifiers that people typed, sealed, each behind a token such as `[mobile#1]`."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.keys import seal, stable_digest, unseal
from store.models import VaultEntry

_TOKEN = re.compile(r"\[([a-z_]{1,20})#([1-9]\d{0,5})\]")


def save_value(
    session: Session,
    conversation: str,
    kind: str,
    value: str,
    *,
    now: datetime,
    lifetime_minutes: int = 30,
) -> str:
    """Seals `value` and returns its token; the same value again renews its life and token.

    Of an Aadhaar number only the last four digits are kept, so two numbers that end alike
    share a token. A token is never given to another value, even after its own was erased.

    Raises:
        ValueError: `kind` cannot stand in a token.
    """
    if not re.fullmatch(r"[a-z_]{1,20}", kind):
        raise ValueError("a kind is 1 to 20 lower-case letters or underscores")
    if kind == "aadhaar":
        value = re.sub(r"\D", "", value)[-4:]
    serialise(session, f"vault:{conversation}")
    fingerprint = stable_digest("vault-value", conversation, kind, value)
    entry = session.execute(
        _of(conversation).where(VaultEntry.kind == kind, VaultEntry.value_hmac == fingerprint)
    ).scalar_one_or_none()
    if entry is None:
        entry = VaultEntry(
            conversation=conversation,
            kind=kind,
            ordinal=_next_ordinal(session, conversation, kind),
            value_hmac=fingerprint,
            sealed=seal(value),
        )
        session.add(entry)
    entry.expires_at = now + timedelta(minutes=lifetime_minutes)
    session.flush()
    return f"[{kind}#{entry.ordinal}]"


def fetch_value(session: Session, conversation: str, token: str, *, now: datetime) -> str | None:
    """The value behind `token`, or None: unknown, another conversation's, or expired."""
    parsed = _TOKEN.fullmatch(token.strip())
    if parsed is None:
        return None
    sealed = session.execute(
        select(VaultEntry.sealed).where(
            VaultEntry.conversation == conversation,
            VaultEntry.kind == parsed[1],
            VaultEntry.ordinal == int(parsed[2]),
            VaultEntry.expires_at > now,
        )
    ).scalar_one_or_none()
    return None if sealed is None else unseal(sealed)


def erase_conversation(session: Session, conversation: str) -> int:
    """Erases every value of a conversation; returns how many there were."""
    return _erase(session, VaultEntry.conversation == conversation)


def erase_expired(session: Session, *, now: datetime) -> int:
    """Erases values whose life is over; returns how many there were."""
    return _erase(session, VaultEntry.expires_at <= now)


def _of(conversation: str) -> Any:
    return select(VaultEntry).where(VaultEntry.conversation == conversation)


def _next_ordinal(session: Session, conversation: str, kind: str) -> int:
    last = session.execute(
        select(func.max(VaultEntry.ordinal)).where(
            VaultEntry.conversation == conversation, VaultEntry.kind == kind
        )
    ).scalar_one()
    return (last or 0) + 1


def _erase(session: Session, which: Any) -> int:
    # The ordinal stays: a tracker may still hold the token, which must never mean a new value.
    erased = session.execute(
        update(VaultEntry)
        .where(which, VaultEntry.__table__.c.sealed.is_not(None))
        .values(sealed=None, value_hmac=None)
        .execution_options(synchronize_session=False)
    )
    return int(erased.rowcount)

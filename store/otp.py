"""One-time codes that prove an application is the person's own.

An application we do not know, or another's mobile number, starts a decoy: a challenge that takes
the same statements, the same limits and the same answers, and that no code can ever pass. So
nothing here tells whether an application exists. The caller sends `ChallengeStarted.code` by SMS
when there is one, off the path of the reply, or the time of sending would tell.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store import otp_limits
from store.applications import normalise_mobile, normalise_number
from store.engine import serialise
from store.keys import digest, matches, stable_digest
from store.limits import DailyLimit
from store.models import Application, OtpChallenge, Proof
from store.otp_limits import LOCK_OUT, Refusal as Refusal
from store.settings import settings

LIFETIME = timedelta(minutes=5)
PROOF_LIFETIME = timedelta(minutes=15)
TRIES = 5
_DIGITS = 6
_challenges = OtpChallenge.__table__


@dataclass(frozen=True)
class ChallengeStarted:
    """A code is awaited. `code` is None in a decoy: then there is nothing to send."""

    code: str | None = field(repr=False)
    resends_left: int
    expires_at: datetime


@dataclass(frozen=True)
class Verified:
    """The code was right; the proof is kept for the conversation."""

    application_number: str


@dataclass(frozen=True)
class Wrong:
    """The code was wrong."""

    tries_left: int


@dataclass(frozen=True)
class Expired:
    """No code is awaited: it is too old, was used, or was never asked for."""


@dataclass(frozen=True)
class LockedOut:
    """Too many wrong codes; nothing is accepted before `until`."""

    until: datetime


Verdict = Verified | Wrong | Expired | LockedOut


def start_challenge(
    session: Session, conversation: str, application_number: str, mobile: str, *, now: datetime
) -> ChallengeStarted | Refusal:
    """Makes a code, unless a limit forbids; an earlier code of the conversation ends."""
    number = normalise_number(application_number)
    mobile = normalise_mobile(mobile) or mobile
    pair = stable_digest("otp-pair", number or application_number, mobile)
    parties = otp_limits.Parties(conversation, pair, stable_digest("mobile", mobile))
    serialise(session, *parties.names)
    allowance = otp_limits.check(session, parties, now=now)
    if not isinstance(allowance, Refusal):
        allowance = _count(session, number or application_number, now) or allowance
    if isinstance(allowance, Refusal):
        return allowance
    owned = _owned_number(session, number, mobile)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    challenge = secrets.token_hex(16)
    _close_open(session, conversation, now)
    session.execute(
        _challenges.insert().values(
            id=challenge,
            conversation=conversation,
            application_number=owned,
            pair_hmac=parties.pair,
            mobile_hmac=parties.mobile,
            code_hmac=digest("otp-code", challenge, code),
            tries=0,
            sent_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return ChallengeStarted(code if owned else None, allowance, now + LIFETIME)


def verify(session: Session, conversation: str, code: str, *, now: datetime) -> Verdict:
    """Judges a code. Commit whatever the verdict is, or a wrong try would not count."""
    until = otp_limits.locked_until(session, _challenges.c.conversation == conversation, now=now)
    if until is not None:
        return LockedOut(until)
    row = session.execute(_open(conversation, now)).one_or_none()
    # The try is spent before the code is compared: parallel guesses cannot share one.
    if row is None or not _change(session, row.id, now, tries=_challenges.c.tries + 1):
        return Expired()
    is_right = matches("otp-code", row.code_hmac, row.id, _read_code(code))
    if is_right and row.application_number is not None:
        if not _change(session, row.id, now, closed_at=now):
            return Expired()
        _save_proof(session, conversation, row.application_number, now)
        return Verified(row.application_number)
    tries = session.execute(
        select(_challenges.c.tries).where(_challenges.c.id == row.id)
    ).scalar_one()
    if tries < TRIES:
        return Wrong(TRIES - tries)
    _change(session, row.id, now, closed_at=now, locked_until=now + LOCK_OUT)
    return LockedOut(now + LOCK_OUT)


def is_awaited(session: Session, conversation: str, *, now: datetime) -> bool:
    """Whether the next digits of the conversation should be read as a code."""
    return session.execute(_open(conversation, now)).first() is not None


def fetch_proof(session: Session, conversation: str, *, now: datetime) -> str | None:
    """The application whose ownership the conversation proved in the last 15 minutes."""
    return session.execute(
        select(Proof.application_number).where(
            Proof.conversation == conversation, Proof.expires_at > now
        )
    ).scalar_one_or_none()


def erase_proof(session: Session, conversation: str) -> None:
    """Ends a conversation's proof, as signing out does."""
    session.execute(Proof.__table__.delete().where(Proof.conversation == conversation))


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases challenges and proofs that ended before a moment; returns how many.

    Keep two days of challenges: the daily limit counts them.
    """
    challenges = session.execute(_challenges.delete().where(_challenges.c.sent_at < before))
    proofs = session.execute(Proof.__table__.delete().where(Proof.expires_at < before))
    return int(challenges.rowcount + proofs.rowcount)


def _count(session: Session, number: str, now: datetime) -> Refusal | None:
    # Counted alike whether or not there is such an application.
    lookups = DailyLimit("application", settings.status_tries_per_day)
    until = lookups.take(session, number, now=now)
    return None if until is None else Refusal("application_limit", until)


def _owned_number(session: Session, number: str | None, mobile: str) -> str | None:
    stored = session.execute(
        select(Application.mobile_hmac).where(Application.number == (number or ""))
    ).scalar_one_or_none()
    is_owner = matches("mobile", stored or digest("mobile", ""), mobile)
    return number if is_owner and stored is not None else None


def _open(conversation: str, now: datetime) -> Any:
    return select(
        _challenges.c.id, _challenges.c.code_hmac, _challenges.c.application_number
    ).where(
        _challenges.c.conversation == conversation,
        _challenges.c.closed_at.is_(None),
        _challenges.c.expires_at > now,
    )


def _close_open(session: Session, conversation: str, now: datetime) -> None:
    session.execute(
        update(_challenges)
        .where(_challenges.c.conversation == conversation, _challenges.c.closed_at.is_(None))
        .values(closed_at=now)
    )


def _change(session: Session, challenge: str, now: datetime, **values: Any) -> bool:
    # Of several processes that get here at once, one finds the row still open.
    limit = TRIES if "tries" in values else TRIES + 1
    changed = session.execute(
        update(_challenges)
        .where(
            _challenges.c.id == challenge,
            _challenges.c.closed_at.is_(None),
            _challenges.c.expires_at > now,
            _challenges.c.tries < limit,
        )
        .values(**values)
    )
    return bool(changed.rowcount == 1)


def _save_proof(session: Session, conversation: str, number: str, now: datetime) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    proof = {"application_number": number, "expires_at": now + PROOF_LIFETIME}
    session.execute(
        dialect.insert(Proof)
        .values(conversation=conversation, **proof)
        .on_conflict_do_update(index_elements=["conversation"], set_=proof)
    )


def _read_code(text: str) -> str:
    # People type codes with spaces, and in Devanagari digits.
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(c, None) if c.isdecimal() else c) for c in plain)

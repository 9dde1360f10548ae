"""How often codes may be asked for. Known and unknown applications count alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from store.models import OtpChallenge

_columns = OtpChallenge.__table__.c

SENDS = 3
SENDS_WINDOW = timedelta(minutes=15)
DAILY_SENDS = 10
DAY = timedelta(days=1)
LOCK_OUT = timedelta(minutes=15)


@dataclass(frozen=True)
class Refusal:
    """No code is made before `until`. The reasons depend on nothing but what was asked before."""

    reason: Literal["too_many", "daily_limit", "locked", "application_limit"]
    until: datetime


@dataclass(frozen=True)
class Parties:
    """Whom the limits count: a conversation, an application + mobile pair, a mobile (digests)."""

    conversation: str
    pair: str
    mobile: str

    @property
    def names(self) -> tuple[str, str, str]:
        """Names under which `serialise` lets one request at a time through."""
        return f"otp:{self.conversation}", f"otp-pair:{self.pair}", f"otp-mobile:{self.mobile}"


def check(session: Session, parties: Parties, *, now: datetime) -> int | Refusal:
    """How many more codes may be asked for after this one, or why this one may not."""
    same_conversation = _columns.conversation == parties.conversation
    same_pair = _columns.pair_hmac == parties.pair
    until = locked_until(session, or_(same_conversation, same_pair), now=now)
    if until is not None:
        return Refusal("locked", until)
    by_conversation = _recent(session, same_conversation, SENDS, SENDS_WINDOW, now)
    by_pair = _recent(session, same_pair, SENDS, SENDS_WINDOW, now)
    today = _recent(session, _columns.mobile_hmac == parties.mobile, DAILY_SENDS, DAY, now)
    if len(today) == DAILY_SENDS:
        return Refusal("daily_limit", today[-1] + DAY)
    full = [sent[-1] for sent in (by_conversation, by_pair) if len(sent) == SENDS]
    if full:
        return Refusal("too_many", max(full) + SENDS_WINDOW)
    sent = max(len(by_conversation), len(by_pair))
    return min(SENDS - sent, DAILY_SENDS - len(today)) - 1


def locked_until(session: Session, whose: Any, *, now: datetime) -> datetime | None:
    """When the latest lock-out of `whose` challenges ends, or None when there is none."""
    return session.execute(
        select(func.max(_columns.locked_until)).where(whose, _columns.locked_until > now)
    ).scalar_one()


def _recent(
    session: Session, whose: Any, limit: int, window: timedelta, now: datetime
) -> list[datetime]:
    sent = session.execute(
        select(_columns.sent_at)
        .where(whose, _columns.sent_at > now - window)
        .order_by(_columns.sent_at.desc())
        .limit(limit)
    ).scalars()
    return list(sent)

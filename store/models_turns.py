"""The tables of: what became of each message, what people thought of it, to what they agreed."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)

from store.columns import RowId, UtcDateTime
from store.models import Base

OUTCOMES = (
    "answered",
    "disambiguated",
    "refused",
    "calculated",
    "asked",
    "status",
    "small_talk",
    "handed_over",
    "operator",
    "gave_up",
)


class TurnFact(Base):
    """What became of one message: no text, and nothing that says who wrote it.

    `label` is the answer, calculator or candidate; `message_id` the one of its receipt.
    """

    __tablename__ = "turn_facts"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        UniqueConstraint("conversation", "message_id"),
    )

    id: int = Column(RowId, primary_key=True)
    conversation: str = Column(String(32), nullable=False)
    message_id: str = Column(String(200), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False, index=True)
    channel: str = Column(String(32), nullable=False)
    language: str = Column(String(16), nullable=False)
    outcome: str = Column(String(16), nullable=False)
    label: str | None = Column(String(120))
    topic: str | None = Column(String(80))
    confidence: float | None = Column(Float)
    milliseconds: int = Column(Integer, nullable=False)
    num_replies: int = Column(SmallInteger, nullable=False)


class Feedback(Base):
    """A thumb up or down for the replies to one message; identifiers in the comment are tokens."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("verdict IN ('up', 'down')", name="verdict"),
        UniqueConstraint("conversation", "message_id"),
    )

    id: int = Column(RowId, primary_key=True)
    conversation: str = Column(String(32), nullable=False)
    message_id: str = Column(String(200), nullable=False)
    verdict: str = Column(String(4), nullable=False)
    reason: str | None = Column(String(24))
    comment: str | None = Column(Text)
    label: str | None = Column(String(120))
    language: str = Column(String(16), nullable=False)
    channel: str = Column(String(32), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class Consent(Base):
    """That the person of a conversation agreed to a version of the notice, or took it back."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "conversation", "version"),)

    id: int = Column(RowId, primary_key=True)
    conversation: str = Column(String(32), nullable=False)
    version: str = Column(String(24), nullable=False)
    language: str = Column(String(16), nullable=False)
    channel: str = Column(String(32), nullable=False)
    given_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    withdrawn_at: datetime | None = Column(UtcDateTime)


class DailyCount(Base):
    """How often something was done on a day in India; whose it is, as a keyed digest only."""

    __tablename__ = "daily_counts"

    scope: str = Column(String(24), primary_key=True)
    key_hmac: str = Column(String(64), primary_key=True)
    day: date = Column(Date, primary_key=True, index=True)
    count: int = Column(Integer, nullable=False)

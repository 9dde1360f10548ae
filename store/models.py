"""The tables. Queries live in one module a subject: `vault`, `otp`, `applications` and so on.

No table has a place for an Aadhaar number, and a mobile number is kept as a keyed digest only.
Names keep clear of Rasa's tracker, which calls its own table `events` in the same database.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeMeta, registry, relationship

from store.columns import RowId, UtcDateTime

_registry = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


class Base(metaclass=DeclarativeMeta):
    """What all tables share."""

    __abstract__ = True
    __table__: ClassVar[Any]
    registry = _registry
    metadata = _registry.metadata

    def __init__(self, **values: Any) -> None:
        _registry.constructor(self, **values)


# SQLite keeps such rows in the order of their key, without a second copy of it.
_clustered = {"sqlite_with_rowid": False}


def _owner() -> Any:
    return Column(
        String(15), ForeignKey("applications.number", ondelete="CASCADE"), primary_key=True
    )


class Application(Base):
    """One application for a State Health Card, as the department last reported it."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("kind IN ('employee', 'pensioner')", name="kind"),
        CheckConstraint("approver_role IN ('DDO', 'TO')", name="approver_role"),
    )

    number: str = Column(String(15), primary_key=True)
    kind: str = Column(String(9), nullable=False)
    name: str = Column(String(120), nullable=False)
    mobile_hmac: str = Column(String(64), nullable=False)
    mobile_ending: str = Column(String(2), nullable=False)
    designation: str = Column(String(120), nullable=False)
    office: str = Column(String(200), nullable=False)
    approver_role: str = Column(String(3), nullable=False)
    approver_office: str = Column(String(200), nullable=False)
    district: str = Column(String(60), nullable=False)
    state: str = Column(String(24), nullable=False)
    submitted_on: date = Column(Date, nullable=False)
    fingerprint: str = Column(String(32), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False)

    dependants: "list[Dependant]" = relationship(
        "Dependant", order_by="Dependant.sequence", lazy="selectin", viewonly=True
    )
    events: "list[ApplicationEvent]" = relationship(
        "ApplicationEvent", order_by="ApplicationEvent.sequence", lazy="selectin", viewonly=True
    )


class Dependant(Base):
    """A family member named in an application."""

    __tablename__ = "application_dependants"
    __table_args__ = _clustered

    application_number: str = _owner()
    sequence: int = Column(SmallInteger, primary_key=True, autoincrement=False)
    relation: str = Column(String(30), nullable=False)
    name: str = Column(String(120), nullable=False)
    year_of_birth: int = Column(SmallInteger, nullable=False)


class ApplicationEvent(Base):
    """Something that happened to an application on a day; `sequence` orders one day's events."""

    __tablename__ = "application_events"
    __table_args__ = _clustered

    application_number: str = _owner()
    sequence: int = Column(SmallInteger, primary_key=True, autoincrement=False)
    kind: str = Column(String(24), nullable=False)
    on: date = Column("on_date", Date, nullable=False)
    detail: str | None = Column(String(40))
    reason: str | None = Column(Text)


class VaultEntry(Base):
    """A sealed value behind a token such as `[mobile#1]`; once erased, only its ordinal stays."""

    __tablename__ = "vault_entries"
    __table_args__ = (UniqueConstraint("conversation", "kind", "value_hmac"),)

    conversation: str = Column(String(32), primary_key=True)
    kind: str = Column(String(20), primary_key=True)
    ordinal: int = Column(Integer, primary_key=True, autoincrement=False)
    value_hmac: str | None = Column(String(64))
    sealed: str | None = Column(Text)
    expires_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class TranscriptLine(Base):
    """One message of a conversation, after identifiers were replaced by tokens."""

    __tablename__ = "transcripts"
    __table_args__ = (
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        Index(None, "conversation", "id"),
    )

    id: int = Column(RowId, primary_key=True)
    conversation: str = Column(String(32), nullable=False)
    direction: str = Column(String(3), nullable=False)
    text: str = Column(Text, nullable=False)
    language: str | None = Column(String(16))
    channel: str = Column(String(32), nullable=False)
    payload: Any = Column(JSON(none_as_null=True))
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class MessageReceipt(Base):
    """That a message came, and what was replied: a repeat gets the same replies."""

    __tablename__ = "receipts"
    __table_args__ = (CheckConstraint("status IN ('pending', 'answered')", name="status"),)

    conversation: str = Column(String(32), primary_key=True)
    message_id: str = Column(String(200), primary_key=True)
    text_digest: str = Column(String(64), nullable=False)
    status: str = Column(String(8), nullable=False)
    replies: Any = Column(JSON(none_as_null=True))
    claimed_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    answered_at: datetime | None = Column(UtcDateTime)


class Conversation(Base):
    """A conversation's channel and the language its person chose."""

    __tablename__ = "conversations"

    id: str = Column(String(32), primary_key=True)
    channel: str = Column(String(32), nullable=False)
    language: str | None = Column(String(16))
    created_at: datetime = Column(UtcDateTime, nullable=False)
    last_seen_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class OtpChallenge(Base):
    """One code that was asked for. `application_number` is empty in a decoy."""

    __tablename__ = "otp_challenges"
    __table_args__ = (
        Index(None, "conversation", "sent_at"),
        Index(None, "pair_hmac", "sent_at"),
        Index(None, "mobile_hmac", "sent_at"),
    )

    id: str = Column(String(32), primary_key=True)
    conversation: str = Column(String(32), nullable=False)
    application_number: str | None = Column(
        String(15), ForeignKey("applications.number", ondelete="CASCADE"), index=True
    )
    pair_hmac: str = Column(String(64), nullable=False)
    mobile_hmac: str = Column(String(64), nullable=False)
    code_hmac: str = Column(String(64), nullable=False)
    tries: int = Column(SmallInteger, nullable=False)
    sent_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    expires_at: datetime = Column(UtcDateTime, nullable=False)
    closed_at: datetime | None = Column(UtcDateTime)
    locked_until: datetime | None = Column(UtcDateTime)


class Proof(Base):
    """That a conversation proved, for a while, that an application is its person's own."""

    __tablename__ = "proofs"

    conversation: str = Column(String(32), primary_key=True)
    application_number: str = Column(
        String(15),
        ForeignKey("applications.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )
    expires_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class TrackerState(Base):
    """What Rasa needs to go on with a conversation: JSON, written by `bot.tracking`."""

    __tablename__ = "trackers"

    conversation: str = Column(String(32), primary_key=True)
    state: str = Column(Text, nullable=False)
    saved_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class Document(Base):
    """A document of the department that was loaded; `tokens_version` says how it was read."""

    __tablename__ = "documents"

    id: int = Column(RowId, primary_key=True)
    checksum: str = Column(String(64), nullable=False, unique=True)
    file_name: str = Column(String(200), nullable=False)
    title_hi: str = Column(String(300), nullable=False)
    title_en: str = Column(String(300), nullable=False)
    order: str | None = Column("order_number", String(200))
    dated: date = Column(Date, nullable=False)
    num_pages: int | None = Column(Integer)
    tokens_version: str = Column(String(16), nullable=False)
    loaded_at: datetime = Column(UtcDateTime, nullable=False)


class Passage(Base):
    """A few sentences of a document, with the words by which they are found."""

    __tablename__ = "passages"

    document_id: int = Column(
        RowId, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: int = Column(Integer, primary_key=True, autoincrement=False)
    section: str = Column(String(200), nullable=False)
    page: int | None = Column(Integer)
    text: str = Column(Text, nullable=False)
    tokens: str = Column(Text, nullable=False)

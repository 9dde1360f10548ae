"""The tables of: staff of the helpdesk, their sessions, the audit log."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
)

from store.columns import RowId, UtcDateTime
from store.models import Base

ROLES = ("operator", "supervisor", "curator", "administrator")


class Staff(Base):
    """An account of the helpdesk. A password is kept as an Argon2 hash only."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        CheckConstraint("language IN ('hi', 'en')", name="language"),
    )

    id: int = Column(RowId, primary_key=True)
    login: str = Column(String(60), nullable=False, unique=True)
    name: str = Column(String(120), nullable=False)
    role: str = Column(String(16), nullable=False)
    language: str = Column(String(2), nullable=False)
    email: str | None = Column(String(200), unique=True)
    oidc_subject: str | None = Column(String(255), unique=True)
    password_hash: str | None = Column(String(255))
    must_change_password: bool = Column(Boolean, nullable=False)
    is_active: bool = Column(Boolean, nullable=False)
    # Sealed; `totp_step` is the last half-minute whose code was accepted.
    totp_sealed: str | None = Column(Text)
    totp_step: int = Column(BigInteger, nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    last_signed_in_at: datetime | None = Column(UtcDateTime)


class StaffRecoveryCode(Base):
    """A code that replaces the telephone once; kept as a digest."""

    __tablename__ = "staff_recovery_codes"

    staff_id: int = Column(
        RowId, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code_digest: str = Column(String(64), primary_key=True)


class StaffInvitation(Base):
    """A link by which somebody sets their password; the newest of an account counts."""

    __tablename__ = "staff_invitations"

    staff_id: int = Column(
        RowId, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    token_digest: str = Column(String(64), nullable=False, unique=True)
    expires_at: datetime = Column(UtcDateTime, nullable=False)


class StaffTries(Base):
    """Wrong passwords and codes in a row for a login, whether such an account exists or not."""

    __tablename__ = "staff_tries"

    login_hmac: str = Column(String(64), primary_key=True)
    num_wrong: int = Column(SmallInteger, nullable=False)
    last_at: datetime = Column(UtcDateTime, nullable=False)
    locked_until: datetime | None = Column(UtcDateTime)


class StaffSession(Base):
    """A browser that is signed in (`full`) or has still to show its second factor (`totp`)."""

    __tablename__ = "staff_sessions"
    __table_args__ = (CheckConstraint("stage IN ('totp', 'full')", name="stage"),)

    id: int = Column(RowId, primary_key=True)
    token_digest: str = Column(String(64), nullable=False, unique=True)
    staff_id: int = Column(
        RowId, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True
    )
    stage: str = Column(String(4), nullable=False)
    device: str = Column(String(80), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    seen_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class AuditEntry(Base):
    """A line of the audit log. `chain_hmac` covers the line and the one before it."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_actor_sequence", "actor", "sequence"),)

    sequence: int = Column(RowId, primary_key=True, autoincrement=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    actor: str = Column(String(60), nullable=False)
    action: str = Column(String(60), nullable=False)
    subject: str = Column(String(200), nullable=False)
    # The text that was digested, so that no driver can spell the same value differently.
    details: str = Column(Text, nullable=False)
    chain_hmac: str = Column(String(64), nullable=False)


class AuditHead(Base):
    """How long the log is and how it ends, so that missing last lines show."""

    __tablename__ = "audit_head"

    id: int = Column(Integer, primary_key=True, autoincrement=False)
    num_entries: int = Column(BigInteger, nullable=False)
    chain_hmac: str = Column(String(64), nullable=False)
    seal_hmac: str = Column(String(64), nullable=False)

"""The tables of: what the assistant could not answer, and the models that learned from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, String, Text

from store.columns import RowId, UtcDateTime
from store.models import Base

REASONS = ("refused", "disambiguated", "thumbs_down", "corrected")
ITEM_STATES = ("new", "assigned", "answered", "out_of_scope", "dismissed")
DRAFT_STATES = ("open", "merged", "discarded")
RELEASE_STATES = ("checking", "checked", "failed", "cancelled", "published", "retired")


class CurationItem(Base):
    """A message that was not answered well; identifiers in its text are tokens.

    `origin` names the turn, the thumb or the correction that it came from, so that it is taken
    once. `cluster` is the id of the item that stands for those which ask the same.
    """

    __tablename__ = "curation_items"
    __table_args__ = (
        CheckConstraint(f"reason IN {REASONS}", name="reason"),
        CheckConstraint(f"status IN {ITEM_STATES}", name="status"),
        Index(None, "status", "cluster"),
    )

    id: int = Column(RowId, primary_key=True)
    origin: str = Column(String(64), nullable=False, unique=True)
    conversation: str | None = Column(String(32), index=True)
    text: str = Column(Text, nullable=False)
    language: str = Column(String(16), nullable=False)
    reason: str = Column(String(16), nullable=False)
    label: str | None = Column(String(120))
    asked_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    status: str = Column(String(16), nullable=False)
    cluster: int | None = Column(BigInteger)
    answer_id: str | None = Column(String(80))
    decided_by: str | None = Column(String(60))
    decided_at: datetime | None = Column(UtcDateTime)


class CurationDraft(Base):
    """An answer as a curator wants it: `base` is what the file said then, empty if it is new."""

    __tablename__ = "curation_drafts"
    __table_args__ = (
        CheckConstraint(f"status IN {DRAFT_STATES}", name="status"),
        Index(None, "status", "answer_id"),
    )

    id: int = Column(RowId, primary_key=True)
    answer_id: str = Column(String(80), nullable=False)
    base: Any = Column(JSON(none_as_null=True))
    entry: Any = Column(JSON, nullable=False)
    status: str = Column(String(16), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    saved_by: str = Column(String(60), nullable=False)
    saved_at: datetime = Column(UtcDateTime, nullable=False)


class ModelRelease(Base):
    """A candidate model: its files over the project's, how its check went, and where it lies.

    `overlay` is path → `{"text", "base"}`, `base` the SHA-256 of the project's own file.
    """

    __tablename__ = "model_releases"
    __table_args__ = (CheckConstraint(f"status IN {RELEASE_STATES}", name="status"),)

    id: int = Column(RowId, primary_key=True)
    status: str = Column(String(16), nullable=False, index=True)
    overlay: Any = Column(JSON, nullable=False)
    progress: Any = Column(JSON, nullable=False)
    report: Any = Column(JSON(none_as_null=True))
    failure: str | None = Column(String(40))
    detail: str | None = Column(Text)
    model: str | None = Column(String(200))
    product: str | None = Column(String(16))
    created_by: str = Column(String(60), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    beat_at: datetime = Column(UtcDateTime, nullable=False)
    finished_at: datetime | None = Column(UtcDateTime)
    published_by: str | None = Column(String(60))
    published_at: datetime | None = Column(UtcDateTime)

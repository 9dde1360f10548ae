"""Calls and conversations that a person of the helpdesk takes over, and what was said in them.

Texts hold tokens in place of identifiers. A mobile number is there sealed, while it is needed.
"""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
)

from store.columns import RowId, UtcDateTime
from store.models import Base
from store.models_staff import Staff


class Ticket(Base):
    """One call, or one conversation in which a person was asked for.

    `unanswered_since` is when the person began to wait for a word of ours; `requeued_at` that
    the ticket lost its operator and stands at the head of the queue; `operator_seen_at` when its
    operator last did something with it.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("kind IN ('call', 'handoff')", name="kind"),
        CheckConstraint("status IN ('waiting', 'open', 'callback', 'closed')", name="status"),
        Index(None, "status", "opened_at"),
        Index(None, "conversation", "status"),
        Index(None, "assignee", "status"),
    )

    id: int = Column(RowId, primary_key=True)
    kind: str = Column(String(8), nullable=False)
    status: str = Column(String(8), nullable=False)
    channel: str = Column(String(32), nullable=False)
    conversation: str | None = Column(String(32))
    language: str = Column(String(2), nullable=False)
    topic: str | None = Column(String(80))
    opened_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    requeued_at: datetime | None = Column(UtcDateTime)
    taken_at: datetime | None = Column(UtcDateTime)
    unanswered_since: datetime | None = Column(UtcDateTime)
    operator_seen_at: datetime | None = Column(UtcDateTime)
    closed_at: datetime | None = Column(UtcDateTime, index=True)
    assignee: int | None = Column(RowId, ForeignKey(Staff.__table__.c.id))
    disposition: str | None = Column(String(24))
    follow_up_on: date | None = Column(Date)
    mobile_sealed: str | None = Column(Text)


class TicketEntry(Base):
    """Something said or done in a ticket. The text of a `system` entry is a code."""

    __tablename__ = "ticket_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('note', 'from_person', 'from_operator', 'system')", name="kind"),
        Index(None, "ticket_id", "id"),
    )

    id: int = Column(RowId, primary_key=True)
    ticket_id: int = Column(RowId, ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False)
    kind: str = Column(String(13), nullable=False)
    text: str = Column(Text, nullable=False)
    author: int | None = Column(RowId, ForeignKey(Staff.__table__.c.id))
    line_id: int | None = Column(RowId)
    created_at: datetime = Column(UtcDateTime, nullable=False)

"""The table of subscriptions: who is told when an application moves on."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, SmallInteger, String

from store.columns import UtcDateTime
from store.models import Base


class Subscription(Base):
    """That a conversation wants to be told of an application, and what it was told last.

    `told_sequence` and `told_state` are those of the last event that the person knows of. The
    channel is kept because a conversation may be forgotten before its subscription ends.
    """

    __tablename__ = "subscriptions"

    conversation: str = Column(String(32), primary_key=True)
    application_number: str = Column(
        String(15),
        ForeignKey("applications.number", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    channel: str = Column(String(32), nullable=False)
    language: str = Column(String(16), nullable=False)
    told_sequence: int = Column(SmallInteger, nullable=False)
    told_state: str = Column(String(24), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    ends_at: datetime = Column(UtcDateTime, nullable=False, index=True)

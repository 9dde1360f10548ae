"""The tables of: Telegram's updates and chats, and the outbox of messages to people.

A chat id stands nowhere in clear: conversations are known by a keyed digest, and what is needed
to write to a chat is sealed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Text,
)

from store.columns import RowId, UtcDateTime
from store.models import Base


class OutgoingMessage(Base):
    """A message to a person, until it is sent and for some days after.

    `not_before` is the writer's: until then the message is not in line. `retry_at` is the
    dispatcher's: the message keeps its place and those behind it wait. `parts_sent` counts the
    parts of a long text that are out.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'sending', 'sent', 'dropped')", name="status"),
        Index(None, "status", "channel", "kind", "id"),
        Index(None, "conversation", "id"),
    )

    id: int = Column(RowId, primary_key=True)
    key: str = Column(String(120), nullable=False, unique=True)
    channel: str = Column(String(32), nullable=False)
    conversation: str = Column(String(32), nullable=False)
    kind: str = Column(String(16), nullable=False)
    payload: Any = Column(JSON(none_as_null=True))
    status: str = Column(String(8), nullable=False)
    attempts: int = Column(Integer, nullable=False)
    parts_sent: int = Column(Integer, nullable=False)
    not_before: datetime | None = Column(UtcDateTime)
    retry_at: datetime | None = Column(UtcDateTime)
    claimed_by: str | None = Column(String(100))
    claimed_until: datetime | None = Column(UtcDateTime)
    error: str | None = Column(String(40))
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    sent_at: datetime | None = Column(UtcDateTime)


class TelegramUpdate(Base):
    """An update as Telegram sent it, sealed until it is done; then only its number stays."""

    __tablename__ = "telegram_updates"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'done')", name="status"),
        Index(None, "status", "conversation", "update_id"),
    )

    update_id: int = Column(BigInteger, primary_key=True, autoincrement=False)
    conversation: str = Column(String(32), nullable=False)
    sealed: str | None = Column(Text)
    status: str = Column(String(8), nullable=False)
    received_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    done_at: datetime | None = Column(UtcDateTime)


class TelegramChat(Base):
    """Where a conversation is written to.

    `last_message` is the number of the person's latest message within the chat, `keyboard` the
    keys that they were last shown beside the inline buttons: title → payload.
    `erase_when_quiet`: its person had everything erased; the row goes with the last message.
    """

    __tablename__ = "telegram_chats"

    conversation: str = Column(String(32), primary_key=True)
    sealed: str = Column(Text, nullable=False)
    last_message: int | None = Column(BigInteger)
    keyboard: Any = Column(JSON(none_as_null=True))
    blocked_at: datetime | None = Column(UtcDateTime)
    erase_when_quiet: bool = Column(Boolean, nullable=False)
    seen_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class TelegramButton(Base):
    """A button's payload that is too long for Telegram, behind a digest of it."""

    __tablename__ = "telegram_buttons"

    code: str = Column(String(40), primary_key=True)
    payload: str = Column(Text, nullable=False)
    used_at: datetime = Column(UtcDateTime, nullable=False, index=True)

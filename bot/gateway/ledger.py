"""What the gateway writes down: one transaction before Rasa sees a message, one after.

All functions here block; the gateway calls them in threads.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.gateway import identity
from bot.gateway.memory import LANGUAGES, Memory
from bot.gateway.messages import Incoming, Reply
from store import conversations, keys, otp, receipts, retention, transcripts, vault
from store.engine import session

INDIA = timezone(timedelta(hours=5, minutes=30))
OTP_MINUTES = 10
_MAY_HOLD_OTP = re.compile(r"\d(?:[ -]?\d){3}")


class MessageIdReused(Exception):
    """A message_id came again with a different text."""


@dataclass(frozen=True)
class Opened:
    """A message after intake. `text` holds tokens only and is set when `status` is "new"."""

    status: str
    replies: list[Reply] | None = None
    text: str = ""
    metadata: dict[str, Any] | None = None


@dataclass(frozen=True)
class Unanswered:
    """A message that an earlier run of the gateway took on and did not answer."""

    conversation: str
    message_id: str
    channel: str
    text: str
    metadata: dict[str, Any]


class Ledger:
    """The gateway's view of the store at one database URL."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def open_turn(
        self, incoming: Incoming, conversation: str, message_id: str, memory: Memory
    ) -> Opened:
        """Takes a message on: receipt, tokens for identifiers, transcript.

        Raises:
            MessageIdReused: the id belongs to another text.
            StoreBusy: the database is locked; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written.
        """
        now = datetime.now(timezone.utc)
        digest = keys.digest("message-text", incoming.text)
        with session(self._url) as db:
            receipt = receipts.claim(db, conversation, message_id, digest, now=now)
            if not receipt.is_same_text:
                raise MessageIdReused
            if receipt.status != "new":
                return Opened(receipt.status, replies=receipt.replies)
            if memory.is_stale(now):
                _refresh(db, conversation, memory)
                conversations.remember(db, conversation, channel=incoming.channel, now=now)
            text = _tokenise(db, incoming.text, conversation, memory, now)
            language = memory.choose_language(text, incoming.language)
            metadata = {
                "language": language,
                "preference": memory.preference,
                "today": now.astimezone(INDIA).date().isoformat(),
            }
            transcripts.append(
                db,
                conversation,
                "in",
                text,
                language=language,
                channel=incoming.channel,
                now=now,
                payload={"message_id": message_id, "metadata": metadata},
            )
        memory.note(language, now)
        return Opened("new", text=text, metadata=metadata)

    def close_turn(
        self,
        conversation: str,
        message_id: str,
        replies: list[Reply],
        *,
        channel: str,
        text: str,
        memory: Memory,
    ) -> None:
        """Keeps the replies, and in `memory` what they say of the language and of an OTP.

        Args:
            conversation: opaque id.
            message_id: the one it was opened with.
            replies: what the person is told.
            channel: the one it came by.
            text: the message, with tokens.
            memory: of this conversation; changed only when the transaction succeeded.

        Raises:
            StoreBusy: the database is locked; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written.
        """
        now = datetime.now(timezone.utc)
        chosen = memory.read_choice(replies)
        with session(self._url) as db:
            receipts.answer(db, conversation, message_id, replies, now=now)
            for reply in replies:
                extra = {key: value for key, value in reply.items() if key != "text"}
                transcripts.append(
                    db,
                    conversation,
                    "out",
                    reply.get("text", ""),
                    language=memory.language,
                    channel=channel,
                    now=now,
                    payload=extra or None,
                )
            if chosen:
                conversations.save_language(db, conversation, chosen, now=now)
            if memory.may_have_started_otp(text):
                awaited = otp.is_awaited(db, conversation, now=now)
                memory.note_otp(is_awaited=awaited, now=now)
        if chosen:
            memory.preference, memory.language = chosen, LANGUAGES[chosen]

    def fetch_unanswered(self) -> list[Unanswered]:
        """Messages still without an answer, oldest first; called before new ones are taken."""
        found = []
        with session(self._url) as db:
            for pending in receipts.fetch_pending(db, now=datetime.now(timezone.utc)):
                lines = transcripts.fetch_recent(db, pending.conversation, 500)
                line = next((one for one in lines if _belongs(one, pending.message_id)), None)
                if line is None:
                    # Claimed by a transaction that wrote no line: there is nothing to answer.
                    receipts.release(db, pending.conversation, pending.message_id)
                    continue
                found.append(
                    Unanswered(
                        pending.conversation,
                        pending.message_id,
                        line.channel,
                        line.text,
                        line.payload["metadata"],
                    )
                )
        return found

    def tidy(self, transcript_days: int) -> None:
        """Erases what has served its purpose; transcripts after so many days."""
        now = datetime.now(timezone.utc)
        with session(self._url) as db:
            retention.sweep(db, now=now, transcript_days=transcript_days)

    def is_reachable(self) -> bool:
        """Whether the database answers and has its tables."""
        with session(self._url, read_only=True) as db:
            conversations.fetch_language(db, "")
        return True


def _refresh(db: Any, conversation: str, memory: Memory) -> None:
    """Reads back what an earlier process remembered."""
    memory.preference = conversations.fetch_language(db, conversation)
    if memory.language is None:
        lines = transcripts.fetch_recent(db, conversation, 6)
        spoken = [line.language for line in lines if line.direction == "in"]
        memory.language = spoken[-1] if spoken else None
        if lines and lines[-1].direction == "out":
            memory.note_answer([lines[-1].payload or {}], lines[-1].created_at)


def _tokenise(db: Any, text: str, conversation: str, memory: Memory, now: datetime) -> str:
    def save(kind: str, value: str) -> str:
        minutes = {"lifetime_minutes": OTP_MINUTES} if kind == "otp" else {}
        return vault.save_value(db, conversation, kind, value, now=now, **minutes)

    awaited = False
    if _MAY_HOLD_OTP.search(text):
        awaited = otp.is_awaited(db, conversation, now=now) or memory.may_be_late_otp(text, now)
    return identity.replace(text, save, otp_awaited=awaited)


def _belongs(line: Any, message_id: str) -> bool:
    return line.direction == "in" and (line.payload or {}).get("message_id") == message_id

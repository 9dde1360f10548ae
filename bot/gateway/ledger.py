"""What the gateway writes down: one transaction before Rasa sees a message, one after.

All functions here block; the gateway calls them in threads.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from sqlalchemy.orm import Session

from bot.gateway import closings, intake
from bot.gateway.closings import Closing
from bot.gateway.memory import LANGUAGES, Memory
from bot.gateway.messages import Incoming, Reply
from bot.gateway.outcomes import Verdict
from bot.gateway.takeover import NoTakeover, Takeover
from store import conversations, erasure, keys, otp, queue, receipts, retention, transcripts
from store.engine import session
from store.limits import DailyLimit


class MessageIdReused(Exception):
    """A message_id came again with a different text."""


class DailyLimitReached(Exception):
    """The conversation has had its messages of the day; `until` is when the next day begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Opened:
    """A message after intake. `text` holds tokens only and is set when `status` is "new".

    `replies` are there when it is "answered", as a repeat is, or with a person ("operator").
    """

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

    def __init__(
        self, database_url: str, *, takeover: Takeover | None = None, messages_per_day: int = 0
    ) -> None:
        self._url = database_url
        self._takeover = takeover or NoTakeover()
        self._per_day = DailyLimit("messages", messages_per_day)

    def open_turn(
        self, incoming: Incoming, conversation: str, message_id: str, memory: Memory
    ) -> Opened:
        """Takes a message on: receipt, tokens for identifiers, transcript.

        Raises:
            MessageIdReused: the id belongs to another text.
            DailyLimitReached: the conversation has had its messages of the day.
            StoreBusy: the database is locked; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written.
        """
        now = datetime.now(timezone.utc)
        digest = keys.stable_digest("message-text", incoming.text)
        with session(self._url) as db:
            receipt = receipts.claim(db, conversation, message_id, digest, now=now)
            if not receipt.is_same_text:
                raise MessageIdReused
            if receipt.status != "new":
                return Opened(receipt.status, replies=receipt.replies)
            if until := self._per_day.take(db, conversation, now=now):
                raise DailyLimitReached(until)
            arrived, metadata = intake.write_down(
                db, incoming, conversation, message_id, memory, now
            )
            told = self._takeover.take(db, arrived)
            if told is not None:
                told = closings.close(
                    db, closings.for_operator(arrived, told), arrived.language, now
                )
        memory.note(arrived.language, now)
        if told is not None:
            return Opened("operator", replies=told)
        return Opened("new", text=arrived.text, metadata=metadata)

    def close_turn(self, closing: Closing, memory: Memory) -> list[Reply]:
        """Keeps the replies, and in `memory` what they say of the language and of an OTP.

        Returns:
            The replies, behind whatever waited for the conversation.

        Raises:
            StoreBusy: the database is locked; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written.
        """
        now = datetime.now(timezone.utc)
        conversation = closing.conversation
        chosen = memory.read_choice(closing.replies)
        with session(self._url) as db:
            if self._takeover.holds(db, conversation):
                # An operator was faster: the assistant is silent from then on.
                closing = replace(closing, replies=[], verdict=Verdict("operator"))
            replies = closings.close(db, closing, memory.language, now)
            if chosen:
                conversations.save_language(db, conversation, chosen, now=now)
            if memory.may_have_started_otp(closing.text):
                awaited = otp.is_awaited(db, conversation, now=now)
                memory.note_otp(is_awaited=awaited, now=now)
        if chosen:
            memory.preference, memory.language = chosen, LANGUAGES[chosen]
        return replies

    def erase(self, conversation: str) -> None:
        """Erases what is kept of a conversation, as its person asked for it."""
        with session(self._url) as db:
            erasure.erase_conversation(db, conversation, now=datetime.now(timezone.utc))

    def announce(self, conversation: str) -> None:
        """Tells the helpdesk that a message waits for one of its people; does not block."""
        self._takeover.announce(conversation)

    def fetch_unanswered(self, older_than_seconds: int = 0) -> list[Unanswered]:
        """Messages that came at least so long ago and have no answer, oldest first."""
        found = []
        now = datetime.now(timezone.utc)
        with session(self._url) as db:
            for pending in receipts.fetch_pending(
                db, now=now, older_than_seconds=older_than_seconds
            ):
                message = _read_unanswered(db, pending.conversation, pending.message_id)
                if message is None:
                    # Claimed by a transaction that wrote no line: there is nothing to answer.
                    receipts.release(db, pending.conversation, pending.message_id)
                else:
                    found.append(message)
        return found

    def fetch_one_unanswered(self, conversation: str, message_id: str) -> Unanswered | None:
        """One message, or None when it has its answer."""
        with session(self._url) as db:
            if not receipts.is_pending(db, conversation, message_id):
                return None
            return _read_unanswered(db, conversation, message_id)

    def tidy(self, transcript_days: int) -> None:
        """Erases what has served its purpose; transcripts after so many days."""
        now = datetime.now(timezone.utc)
        with session(self._url) as db:
            retention.sweep(db, now=now, transcript_days=transcript_days)

    def count_tickets(self) -> dict[str, int]:
        """Tickets that are not closed, by status."""
        with session(self._url, read_only=True) as db:
            return queue.count_unclosed(db)

    def is_reachable(self) -> bool:
        """Whether the database answers and has its tables."""
        with session(self._url, read_only=True) as db:
            conversations.fetch_language(db, "")
        return True


def _read_unanswered(db: Session, conversation: str, message_id: str) -> Unanswered | None:
    """A message from its line in the transcript; None when there is no such line."""
    lines = transcripts.fetch_recent(db, conversation, 500)
    line = next((one for one in lines if intake.belongs(one, message_id)), None)
    if line is None:
        return None
    return Unanswered(conversation, message_id, line.channel, line.text, line.payload["metadata"])

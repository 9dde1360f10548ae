"""What the gateway writes down: one transaction before Rasa sees a message, one after.

All functions here block; the gateway calls them in threads.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from bot.gateway import closings, intake, unanswered
from bot.gateway.closings import Closing
from bot.gateway.memory import LANGUAGES, Memory
from bot.gateway.messages import Incoming, Reply
from bot.gateway.outcomes import Verdict
from bot.gateway.takeover import NoTakeover, Takeover
from bot.gateway.unanswered import Unanswered
from store import conversations, erasure, keys, otp, queue, receipts, retention
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
            The replies, behind whatever waited for the conversation; those of another gateway
            that was faster, which stand.

        Raises:
            StoreBusy: the database is locked; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written.
        """
        try:
            return self._close(closing, memory)
        except closings.AnsweredElsewhere as earlier:
            return earlier.replies

    def _close(self, closing: Closing, memory: Memory) -> list[Reply]:
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
        now = datetime.now(timezone.utc)
        with session(self._url) as db:
            return unanswered.fetch_older(db, now=now, older_than_seconds=older_than_seconds)

    def fetch_one_unanswered(self, conversation: str, message_id: str) -> Unanswered | None:
        """One message, or None when it has its answer."""
        with session(self._url) as db:
            return unanswered.fetch_one(db, conversation, message_id)

    def fetch_all_unanswered(self, conversation: str) -> list[Unanswered]:
        """The messages of one conversation that have no answer, oldest first."""
        with session(self._url) as db:
            return unanswered.fetch_all(db, conversation)

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

"""What the dispatcher writes down. All functions block; they are called in threads."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from sqlalchemy.orm import Session

from bot.outbox.outcome import Outcome
from store import outbox_line
from store.engine import session
from store.outbox import Outgoing

#: Called in the transaction that notes a message as sent, or its person as gone.
AfterSend = Callable[[Session, str], object]


class Notes:
    """The outbox of one channel at one database URL."""

    def __init__(
        self,
        database_url: str,
        channel: str,
        *,
        by: str,
        lease_seconds: float,
        after_send: AfterSend,
        after_block: AfterSend,
    ) -> None:
        """`by` names this process, the same after a restart."""
        self._url = database_url
        self._channel = channel
        self._by = by
        self._lease_seconds = lease_seconds
        self._after_send = after_send
        self._after_block = after_block

    def release(self) -> None:
        """Gives up what an earlier run of this process had claimed."""
        with session(self._url) as db:
            outbox_line.release(db, self._channel, by=self._by)

    def claim(self, limit: int) -> list[Outgoing]:
        """Takes up to `limit` messages that can go out now."""
        now = _now()
        with session(self._url, read_only=True) as db:
            if not outbox_line.has_due(db, self._channel, now=now):
                return []
        with session(self._url) as db:
            return outbox_line.claim(
                db,
                self._channel,
                by=self._by,
                now=now,
                lease_seconds=self._lease_seconds,
                limit=limit,
            )

    def part(self, message: Outgoing, parts: int) -> None:
        """Notes that so many parts are out."""
        until = _now() + timedelta(seconds=self._lease_seconds)
        with session(self._url) as db:
            outbox_line.note_part(db, message.id, parts, claimed_until=until)

    def sent(self, message: Outgoing) -> None:
        """Notes that a message is out."""
        with session(self._url) as db:
            outbox_line.note_sent(db, message.id, now=_now())
            self._after_send(db, message.conversation)

    def dropped(self, message: Outgoing, outcome: Outcome) -> None:
        """Notes that a message will not be sent."""
        with session(self._url) as db:
            outbox_line.note_dropped(db, message.id, outcome.code)
            after = self._after_block if outcome.is_blocked else self._after_send
            after(db, message.conversation)

    def later(self, message: Outgoing, outcome: Outcome, retry_at: datetime) -> None:
        """Notes when a message is to be tried again."""
        with session(self._url) as db:
            outbox_line.note_failed(
                db,
                message.id,
                outcome.code,
                retry_at=retry_at,
                is_attempt=not outcome.is_delay,
            )


def _now() -> datetime:
    return datetime.now(timezone.utc)

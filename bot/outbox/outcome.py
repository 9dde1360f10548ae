"""What became of one attempt to send a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from store.outbox import Outgoing

#: Called with the number of parts that are out.
NotePart = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Outcome:
    """`status` is sent, later or dropped; `code` says why in a word.

    `retry_seconds` is what the other side asked for; `is_delay` means that nothing failed, and
    `is_blocked` that the person wants no more messages.
    """

    status: str
    code: str = ""
    retry_seconds: float | None = None
    is_delay: bool = False
    is_blocked: bool = False


SENT = Outcome("sent")


class Sender(Protocol):
    """What the dispatcher needs of a channel."""

    channel: str

    async def send(self, message: Outgoing, note_part: NotePart) -> Outcome:
        """Sends what is left of a message, and never raises for the other side's faults."""
        ...

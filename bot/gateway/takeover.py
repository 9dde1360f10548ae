"""Where a person of the helpdesk takes a conversation over: then Rasa hears nothing of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.gateway.messages import Reply


@dataclass(frozen=True)
class Arrived:
    """A message that was just written down; its text holds tokens only.

    `line_id` is its line in the transcript.
    """

    conversation: str
    message_id: str
    channel: str
    text: str = field(repr=False)
    language: str
    now: datetime
    line_id: int


class Takeover(Protocol):
    """Decides who answers. It runs in the intake transaction of every message: keep it cheap."""

    def take(self, db: Session, arrived: Arrived) -> list[Reply] | None:
        """Takes the message for a person of the helpdesk, in the same transaction.

        Returns:
            What the sender is told at once, perhaps nothing; or None, and Rasa answers.
        """
        ...

    def holds(self, db: Session, conversation: str) -> bool:
        """Whether the helpdesk has a conversation now: an answer on its way is then not said."""
        ...

    def announce(self, conversation: str) -> None:
        """After the commit, on the event loop: tells whoever waits. Must not block."""
        ...


class NoTakeover:
    """Nobody of the helpdesk is there: Rasa answers everything."""

    def take(self, db: Session, arrived: Arrived) -> list[Reply] | None:
        """Nobody takes it."""
        return None

    def holds(self, db: Session, conversation: str) -> bool:
        """Nobody has it."""
        return False

    def announce(self, conversation: str) -> None:
        """Nobody waits."""

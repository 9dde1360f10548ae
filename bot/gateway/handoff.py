"""A conversation that the helpdesk has: its messages go to the ticket, not to Rasa."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.gateway.messages import Reply
from bot.gateway.takeover import Arrived
from store import ticket_steps, tickets


class Handoff:
    """Looks for an open ticket, with one indexed read for each message."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` tells waiting browsers that there is something new."""
        self._wake = wake

    def take(self, db: Session, arrived: Arrived) -> list[Reply] | None:
        """Adds the message to the ticket that an operator has open; None when there is none."""
        ticket_id = tickets.fetch_handoff(db, arrived.conversation)
        if ticket_id is None:
            return None
        ticket_steps.hear(db, ticket_id, arrived.text, line_id=arrived.line_id, now=arrived.now)
        return []

    def holds(self, db: Session, conversation: str) -> bool:
        """Whether an operator has the conversation open."""
        return tickets.fetch_handoff(db, conversation) is not None

    def announce(self, conversation: str) -> None:
        """Wakes whoever waits."""
        self._wake()

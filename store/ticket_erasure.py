"""Erases tickets: of one conversation when its person asks, and old ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.models_tickets import Ticket, TicketEntry

_tickets, _entries = Ticket.__table__.c, TicketEntry.__table__.c


def erase_conversation(session: Session, conversation: str, *, now: datetime) -> None:
    """Closes a conversation's tickets and erases what was said in them, and the number to call.

    That there was a ticket stays for statistics, cut off from the conversation; so do notes'
    times, without their words.
    """
    mine = select(Ticket.id).where(Ticket.conversation == conversation)
    _run(session, delete(TicketEntry).where(_entries.ticket_id.in_(mine)))
    live = (_tickets.conversation == conversation, _tickets.status != "closed")
    closed = {"status": "closed", "closed_at": now, "disposition": "left_queue"}
    _run(session, update(Ticket).where(*live).values(**closed))
    gone = {"conversation": None, "mobile_sealed": None, "unanswered_since": None}
    _run(session, update(Ticket).where(_tickets.conversation == conversation).values(**gone))


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases tickets that were closed before a moment; returns how many there were."""
    old = select(Ticket.id).where(Ticket.status == "closed", _tickets.closed_at < before)
    _run(session, delete(TicketEntry).where(_entries.ticket_id.in_(old)))
    return _run(session, delete(Ticket).where(_tickets.id.in_(old)))


def _run(session: Session, statement: Any) -> int:
    return int(session.execute(statement.execution_options(synchronize_session=False)).rowcount)

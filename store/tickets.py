"""Tickets of the helpdesk: their numbers, their opening, and what is kept in them.

What happens to them is `store.ticket_steps`, lists of them `store.queue`. Callers pass text whose
identifiers are tokens already.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.hours import INDIA
from store.keys import seal, unseal
from store.models_tickets import Ticket, TicketEntry

LIVE = ("waiting", "open", "callback")
_NUMBER = re.compile(r"T-20\d\d-(\d{6,12})", re.ASCII | re.IGNORECASE)


def number_of(ticket: Ticket) -> str:
    """What people call a ticket: `T-2026-000123`."""
    return f"T-{ticket.opened_at.astimezone(INDIA).year}-{ticket.id:06}"


def read_number(text: str) -> int | None:
    """The id behind such a number, or None when it is none."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def open_handoff(
    session: Session,
    conversation: str,
    *,
    channel: str,
    language: str,
    status: str,
    now: datetime,
    topic: str | None = None,
) -> tuple[Ticket, bool]:
    """Puts a conversation in line (`waiting`) or on the list of callbacks (`callback`).

    Returns:
        the ticket, and whether it is new: a conversation has one live ticket at most.
    """
    serialise(session, f"ticket:{conversation}")
    known = fetch_live(session, conversation)
    if known is not None:
        return known, False
    ticket = Ticket(
        kind="handoff",
        status=status,
        channel=channel,
        conversation=conversation,
        language=language,
        topic=topic,
        opened_at=now,
        unanswered_since=now,
    )
    session.add(ticket)
    session.flush()
    add_entry(session, ticket.id, "system", f"asked_{status}", now=now)
    return ticket, True


def open_call(session: Session, staff: int, *, language: str, now: datetime) -> Ticket:
    """The operator's call that is going on; the first question about it begins one."""
    serialise(session, f"call:{staff}")
    known = session.execute(
        select(Ticket).where(
            Ticket.kind == "call", Ticket.status == "open", Ticket.assignee == staff
        )
    ).scalar_one_or_none()
    if known is not None:
        return known
    ticket = Ticket(
        kind="call",
        status="open",
        channel="phone",
        language=language,
        opened_at=now,
        taken_at=now,
        operator_seen_at=now,
        assignee=staff,
    )
    session.add(ticket)
    session.flush()
    return ticket


def fetch_live(session: Session, conversation: str) -> Ticket | None:
    """A conversation's ticket that is not closed."""
    return session.execute(
        select(Ticket)
        .where(Ticket.conversation == conversation, Ticket.__table__.c.status.in_(LIVE))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


# Made once: it is asked twice for every message.
_HANDOFF = select(Ticket.id).where(
    Ticket.conversation == bindparam("whose"), Ticket.status == "open"
)


def fetch_handoff(session: Session, conversation: str) -> int | None:
    """The ticket in which an operator has a conversation; asked for every message."""
    found: int | None = session.execute(_HANDOFF, {"whose": conversation}).scalar_one_or_none()
    return found


def keep_mobile(session: Session, ticket_id: int, mobile: str) -> bool:
    """Seals the number at which the person wants to be called; False once it is closed."""
    columns = Ticket.__table__.c
    live = (columns.id == ticket_id, columns.status.in_(LIVE))
    return change(session, live, mobile_sealed=seal(mobile))


def read_mobile(ticket: Ticket) -> str | None:
    """The number of a callback or a call, for dialling or an SMS; write into the audit log why."""
    return unseal(ticket.mobile_sealed) if ticket.mobile_sealed else None


def set_topic(session: Session, ticket_id: int, topic: str) -> None:
    """Notes what a ticket is about: the topic of the answer that was given last."""
    change(session, (Ticket.__table__.c.id == ticket_id,), topic=topic)


def add_entry(
    session: Session,
    ticket_id: int,
    kind: str,
    text: str,
    *,
    now: datetime,
    author: int | None = None,
    line_id: int | None = None,
) -> int:
    """Adds one entry and returns its id; ids grow with time."""
    entry = TicketEntry(
        ticket_id=ticket_id,
        kind=kind,
        text=text,
        author=author,
        line_id=line_id,
        created_at=now,
    )
    session.add(entry)
    session.flush()
    return entry.id


def change(session: Session, conditions: tuple[Any, ...], **values: Any) -> bool:
    """Changes a ticket if it still meets the conditions; says whether it did."""
    changed = session.execute(
        update(Ticket)
        .where(*conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)

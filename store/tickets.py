"""Tickets of the helpdesk: opening, taking, writing, giving back. What is read is `store.queue`'s.

Each change asks in its own statement whether it is still allowed, so that of two who act at once
one succeeds. Callers pass text whose identifiers are tokens already.
"""

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.hours import INDIA
from store.keys import seal, unseal
from store.models_tickets import Ticket, TicketEntry

DISPOSITIONS = ("answered", "referred", "needs_follow_up", "not_reached", "wrong_number", "other")
RETURNED, LEFT = "returned_to_bot", "left_queue"
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


def take(session: Session, ticket_id: int, staff: int, *, now: datetime) -> bool:
    """An operator takes a waiting person on, or a callback; False when another was faster."""
    ticket = Ticket.__table__
    changed = _change(
        session,
        (ticket.c.id == ticket_id, ticket.c.status.in_(("waiting", "callback"))),
        status="open",
        assignee=staff,
        requeued_at=None,
        operator_seen_at=now,
    )
    if changed:
        _change(session, (ticket.c.id == ticket_id, ticket.c.taken_at.is_(None)), taken_at=now)
        add_entry(session, ticket_id, "system", "taken", author=staff, now=now)
    return changed


def hear(session: Session, ticket_id: int, text: str, *, line_id: int, now: datetime) -> None:
    """Notes what the person wrote in an open ticket; from now on they wait for a word."""
    ticket = Ticket.__table__
    is_new = (ticket.c.id == ticket_id, ticket.c.unanswered_since.is_(None))
    _change(session, is_new, unanswered_since=now)
    add_entry(session, ticket_id, "from_person", text, line_id=line_id, now=now)


def write(session: Session, ticket_id: int, staff: int, text: str, *, now: datetime) -> int | None:
    """Notes what the operator writes; None when the ticket is no longer theirs."""
    if not _change(session, _held(ticket_id, staff), unanswered_since=None, operator_seen_at=now):
        return None
    return add_entry(session, ticket_id, "from_operator", text, author=staff, now=now)


def touch(session: Session, ticket_id: int, staff: int, *, now: datetime) -> bool:
    """Notes that the operator is at work on the ticket; False when it is no longer theirs."""
    return _change(session, _held(ticket_id, staff), operator_seen_at=now)


def close(
    session: Session,
    ticket_id: int,
    staff: int,
    disposition: str,
    *,
    now: datetime,
    follow_up_on: date | None = None,
    call_back: bool = False,
) -> bool:
    """The operator is done; with `call_back` the ticket goes on the list of callbacks.

    The mobile number is erased unless it is still needed for that.

    Raises:
        ValueError: the disposition is unknown.
    """
    if disposition not in (*DISPOSITIONS, RETURNED):
        raise ValueError(f"a disposition is one of {DISPOSITIONS}")
    values: dict[str, Any] = {"disposition": disposition, "follow_up_on": follow_up_on}
    if call_back:
        values |= {"status": "callback", "assignee": None, "unanswered_since": now}
    else:
        values |= {"status": "closed", "closed_at": now, "unanswered_since": None}
        values |= {"mobile_sealed": None}
    changed = _change(session, _held(ticket_id, staff), **values)
    if changed:
        code = "put_on_callback" if call_back else f"closed_{disposition}"
        add_entry(session, ticket_id, "system", code, author=staff, now=now)
    return changed


def leave(session: Session, conversation: str, *, now: datetime) -> bool:
    """The person no longer wants to be called or answered; an open ticket is the operator's."""
    ticket = fetch_live(session, conversation)
    if ticket is None or ticket.status == "open":
        return False
    columns = Ticket.__table__.c
    changed = _change(
        session,
        (columns.id == ticket.id, columns.status.in_(("waiting", "callback"))),
        status="closed",
        closed_at=now,
        disposition=LEFT,
        unanswered_since=None,
        mobile_sealed=None,
    )
    if changed:
        add_entry(session, ticket.id, "system", "left", now=now)
    return changed


def requeue(session: Session, ticket_id: int, *, reason: str, now: datetime) -> bool:
    """Puts an open conversation back to the head of the queue; False when it is not open."""
    columns = Ticket.__table__.c
    changed = _change(
        session,
        (columns.id == ticket_id, columns.status == "open", columns.kind == "handoff"),
        status="waiting",
        assignee=None,
        requeued_at=now,
        operator_seen_at=None,
    )
    if changed:
        _change(
            session,
            (columns.id == ticket_id, columns.unanswered_since.is_(None)),
            unanswered_since=now,
        )
        add_entry(session, ticket_id, "system", reason, now=now)
    return changed


def reassign(session: Session, ticket_id: int, staff: int, *, by: int, now: datetime) -> bool:
    """A supervisor gives a ticket to an operator; False when it is closed already."""
    columns = Ticket.__table__.c
    changed = _change(
        session,
        (columns.id == ticket_id, columns.status.in_(LIVE), columns.kind == "handoff"),
        status="open",
        assignee=staff,
        requeued_at=None,
        operator_seen_at=now,
    )
    if changed:
        _change(session, (columns.id == ticket_id, columns.taken_at.is_(None)), taken_at=now)
        add_entry(session, ticket_id, "system", "reassigned", author=by, now=now)
    return changed


def keep_mobile(session: Session, ticket_id: int, mobile: str) -> bool:
    """Seals the number at which the person wants to be called; False once it is closed."""
    columns = Ticket.__table__.c
    live = (columns.id == ticket_id, columns.status.in_(LIVE))
    return _change(session, live, mobile_sealed=seal(mobile))


def read_mobile(ticket: Ticket) -> str | None:
    """The number of a callback or a call, for dialling or an SMS; write into the audit log why."""
    return unseal(ticket.mobile_sealed) if ticket.mobile_sealed else None


def set_topic(session: Session, ticket_id: int, topic: str) -> None:
    """Notes what a ticket is about: the topic of the answer that was given last."""
    _change(session, (Ticket.__table__.c.id == ticket_id,), topic=topic)


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


def _held(ticket_id: int, staff: int) -> tuple[Any, ...]:
    columns = Ticket.__table__.c
    return (columns.id == ticket_id, columns.status == "open", columns.assignee == staff)


def _change(session: Session, conditions: tuple[Any, ...], **values: Any) -> bool:
    changed = session.execute(
        update(Ticket)
        .where(*conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)

"""What happens to a ticket: taken, answered, given back, closed.

Each step asks in its own statement whether it is still allowed, so that of two who act at once one
succeeds. Callers pass text whose identifiers are tokens already.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from store.models_tickets import Ticket
from store.tickets import LIVE, add_entry, change, fetch_live

DISPOSITIONS = ("answered", "referred", "needs_follow_up", "not_reached", "wrong_number", "other")
RETURNED, LEFT = "returned_to_bot", "left_queue"


def take(session: Session, ticket_id: int, staff: int, *, now: datetime) -> bool:
    """An operator takes a waiting person on, or a callback; False when another was faster."""
    ticket = Ticket.__table__
    changed = change(
        session,
        (ticket.c.id == ticket_id, ticket.c.status.in_(("waiting", "callback"))),
        status="open",
        assignee=staff,
        requeued_at=None,
        operator_seen_at=now,
    )
    if changed:
        change(session, (ticket.c.id == ticket_id, ticket.c.taken_at.is_(None)), taken_at=now)
        add_entry(session, ticket_id, "system", "taken", author=staff, now=now)
    return changed


def hear(session: Session, ticket_id: int, text: str, *, line_id: int, now: datetime) -> None:
    """Notes what the person wrote in an open ticket; from now on they wait for a word."""
    ticket = Ticket.__table__
    is_new = (ticket.c.id == ticket_id, ticket.c.unanswered_since.is_(None))
    change(session, is_new, unanswered_since=now)
    add_entry(session, ticket_id, "from_person", text, line_id=line_id, now=now)


def write(session: Session, ticket_id: int, staff: int, text: str, *, now: datetime) -> int | None:
    """Notes what the operator writes; None when the ticket is no longer theirs."""
    if not change(session, _held(ticket_id, staff), unanswered_since=None, operator_seen_at=now):
        return None
    return add_entry(session, ticket_id, "from_operator", text, author=staff, now=now)


def touch(session: Session, ticket_id: int, staff: int, *, now: datetime) -> bool:
    """Notes that the operator is at work on the ticket; False when it is no longer theirs."""
    return change(session, _held(ticket_id, staff), operator_seen_at=now)


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
    changed = change(session, _held(ticket_id, staff), **values)
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
    changed = change(
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
    changed = change(
        session,
        (columns.id == ticket_id, columns.status == "open", columns.kind == "handoff"),
        status="waiting",
        assignee=None,
        requeued_at=now,
        operator_seen_at=None,
    )
    if changed:
        change(
            session,
            (columns.id == ticket_id, columns.unanswered_since.is_(None)),
            unanswered_since=now,
        )
        add_entry(session, ticket_id, "system", reason, now=now)
    return changed


def reassign(session: Session, ticket_id: int, staff: int, *, by: int, now: datetime) -> bool:
    """A supervisor gives a ticket to an operator; False when it is closed already."""
    columns = Ticket.__table__.c
    changed = change(
        session,
        (columns.id == ticket_id, columns.status.in_(LIVE), columns.kind == "handoff"),
        status="open",
        assignee=staff,
        requeued_at=None,
        operator_seen_at=now,
    )
    if changed:
        change(session, (columns.id == ticket_id, columns.taken_at.is_(None)), taken_at=now)
        add_entry(session, ticket_id, "system", "reassigned", author=by, now=now)
    return changed


def _held(ticket_id: int, staff: int) -> tuple[Any, ...]:
    columns = Ticket.__table__.c
    return (columns.id == ticket_id, columns.status == "open", columns.assignee == staff)

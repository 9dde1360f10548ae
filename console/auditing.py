"""Writes the audit log on behalf of a request."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request

from console.times import now
from console.visits import current
from store import audit


def record(db: Session, request: Request, action: str, subject: str, **details: Any) -> int:
    """One line, by whoever is signed in; the last thing of a transaction.

    Args:
        db: the transaction of the lookup or the change.
        request: whose it is.
        action: `ticket.closed`.
        subject: `ticket:17`; an application as `store.audit.name_application` gives it.
        details: more, as JSON values.

    Returns:
        The line's number.
    """
    visit = current(request)
    who = visit.member or visit.pending
    return record_as(db, request, who.login if who else "-", action, subject, **details)


def record_as(
    db: Session, request: Request, actor: str, action: str, subject: str, **details: Any
) -> int:
    """One line by somebody who is only just signing in."""
    request.state.was_recorded = True
    return audit.append(
        db, actor=actor, action=action, subject=subject, details=details, now=now()
    )


def was_recorded(request: Request) -> bool:
    """Whether the request has written a line."""
    return getattr(request.state, "was_recorded", False)

"""All tickets of the helpdesk, the newest first, for looking one up again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models_staff import Staff
from store.models_tickets import Ticket

STATUSES = ("waiting", "open", "callback", "closed")
_columns = Ticket.__table__.c
_staff = Staff.__table__.c


@dataclass(frozen=True)
class Wanted:
    """What to list: a status, a person's own, one number; None leaves it open."""

    status: str | None = None
    assignee: int | None = None
    ticket: int | None = None

    def conditions(self) -> list[Any]:
        """For a query of tickets."""
        asked = (
            (_columns.status, self.status),
            (_columns.assignee, self.assignee),
            (_columns.id, self.ticket),
        )
        return [column == value for column, value in asked if value is not None]


def fetch_page(
    session: Session, wanted: Wanted, *, offset: int, limit: int
) -> tuple[list[tuple[Ticket, str | None]], int]:
    """Tickets with the name of who has or had them, and how many there are in all."""
    conditions = wanted.conditions()
    counted = select(func.count()).select_from(Ticket).where(*conditions)
    query = (
        select(Ticket, _staff.name)
        .outerjoin(Staff, _staff.id == _columns.assignee)
        .where(*conditions)
        .order_by(_columns.id.desc())
        .offset(offset)
        .limit(limit)
    )
    rows = [(ticket, name) for ticket, name in session.execute(query)]
    return rows, int(session.execute(counted).scalar_one())

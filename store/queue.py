"""What is read of the tickets: who waits, who is called back, how well the day goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from store.models_tickets import Ticket, TicketEntry


@dataclass(frozen=True)
class ServiceLevel:
    """How a day's conversations were taken on.

    `in_time` and `late` count those taken on, `waiting_late` those still waiting past the target;
    `share` is in time of all three, 0 to 1, or None on a day without any.
    """

    in_time: int
    late: int
    waiting_late: int

    @property
    def share(self) -> float | None:
        """The share that the target speaks of."""
        total = self.in_time + self.late + self.waiting_late
        return self.in_time / total if total else None


def fetch(session: Session, ticket_id: int) -> Ticket | None:
    """One ticket, as it is now."""
    return session.execute(
        select(Ticket).where(Ticket.id == ticket_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


def fetch_waiting(session: Session) -> list[Ticket]:
    """Those in line; whoever lost their operator stands before the others."""
    return _all(session, Ticket.status == "waiting", order=_in_line())


def count_unclosed(session: Session) -> dict[str, int]:
    """How many tickets there are of each status but closed; 0 where there are none."""
    status = Ticket.__table__.c.status
    rows = session.execute(select(status, func.count()).where(status != "closed").group_by(status))
    return {"waiting": 0, "open": 0, "callback": 0, **dict(iter(rows))}


def fetch_open(session: Session, staff: int | None = None) -> list[Ticket]:
    """Conversations that operators are answering, one operator's or all."""
    mine = () if staff is None else (Ticket.assignee == staff,)
    return _all(
        session,
        Ticket.status == "open",
        Ticket.kind == "handoff",
        *mine,
        order=(Ticket.opened_at,),
    )


def fetch_callbacks(session: Session) -> list[Ticket]:
    """Whom to call, the earliest promised day first."""
    day = func.coalesce(Ticket.follow_up_on, func.date(Ticket.opened_at))
    return _all(session, Ticket.status == "callback", order=(day, Ticket.opened_at))


def fetch_follow_ups(session: Session) -> list[Ticket]:
    """Closed tickets that were promised a further look on a day, the earliest day first."""
    return _all(
        session,
        Ticket.status == "closed",
        Ticket.__table__.c.follow_up_on.is_not(None),
        order=(Ticket.follow_up_on, Ticket.opened_at),
    )


def fetch_recent(session: Session, staff: int, limit: int) -> list[Ticket]:
    """The tickets that an operator closed last."""
    return list(
        session.execute(
            select(Ticket)
            .where(Ticket.assignee == staff, Ticket.status == "closed")
            .order_by(Ticket.__table__.c.closed_at.desc())
            .limit(limit)
        ).scalars()
    )


def position(session: Session, ticket: Ticket) -> int:
    """A waiting ticket's place in line, 1 for the next; 0 when it does not wait."""
    if ticket.status != "waiting":
        return 0
    columns = Ticket.__table__.c
    if ticket.requeued_at is not None:
        before = and_(
            columns.requeued_at.is_not(None),
            or_(
                columns.opened_at < ticket.opened_at,
                and_(columns.opened_at == ticket.opened_at, columns.id < ticket.id),
            ),
        )
    else:
        before = or_(
            columns.requeued_at.is_not(None),
            columns.opened_at < ticket.opened_at,
            and_(columns.opened_at == ticket.opened_at, columns.id < ticket.id),
        )
    ahead = session.execute(
        select(func.count()).select_from(Ticket).where(Ticket.status == "waiting", before)
    ).scalar_one()
    return int(ahead) + 1


def fetch_entries(session: Session, ticket_id: int, *, after: int = 0) -> list[TicketEntry]:
    """What was said and done in a ticket after an entry, oldest first."""
    return list(
        session.execute(
            select(TicketEntry)
            .where(TicketEntry.ticket_id == ticket_id, TicketEntry.id > after)
            .order_by(TicketEntry.id)
        ).scalars()
    )


def service_level(
    session: Session, *, since: datetime, target_seconds: int, now: datetime
) -> ServiceLevel:
    """How the conversations that asked for a person since a moment were taken on."""
    rows = session.execute(
        select(Ticket.opened_at, Ticket.taken_at, Ticket.status).where(
            Ticket.kind == "handoff", Ticket.opened_at >= since, Ticket.status != "callback"
        )
    ).all()
    target = timedelta(seconds=target_seconds)
    taken = [row.taken_at - row.opened_at for row in rows if row.taken_at is not None]
    in_time = sum(wait <= target for wait in taken)
    waiting = sum(
        row.status == "waiting" and row.taken_at is None and now - row.opened_at > target
        for row in rows
    )
    return ServiceLevel(in_time, len(taken) - in_time, waiting)


def fetch_stranded(
    session: Session, *, present: Sequence[int], idle_before: datetime
) -> list[Ticket]:
    """Open conversations whose operator is gone, or leaves the person without a word.

    Args:
        session: a transaction.
        present: staff who are signed in.
        idle_before: who waits since before then, with an operator who did nothing since, waits
            in vain.
    """
    columns = Ticket.__table__.c
    gone = columns.assignee.not_in(list(present))
    idle = and_(
        columns.unanswered_since < idle_before,
        or_(columns.operator_seen_at.is_(None), columns.operator_seen_at < idle_before),
    )
    return _all(
        session,
        Ticket.status == "open",
        Ticket.kind == "handoff",
        or_(columns.assignee.is_(None), gone, idle),
        order=(Ticket.opened_at,),
    )


def _in_line() -> tuple[Any, ...]:
    columns = Ticket.__table__.c
    return (columns.requeued_at.is_(None), columns.opened_at, columns.id)


def _all(session: Session, *conditions: Any, order: tuple[Any, ...]) -> list[Ticket]:
    return list(
        session.execute(
            select(Ticket)
            .where(*conditions)
            .order_by(*order)
            .execution_options(populate_existing=True)
        ).scalars()
    )

"""The operator's call that is going on: its ticket, and what the caller has proved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from console.times import INDIA, now
from console.visits import current, member
from store import keys, otp, queue, tickets
from store.applications import fetch_application
from store.models import Application
from store.models_tickets import Ticket, TicketEntry
from store.status import StatusView, describe


@dataclass(frozen=True)
class Call:
    """One call as the screen shows it."""

    ticket: Ticket
    number: str
    entries: list[TicketEntry]
    status: StatusView | None
    application: Application | None
    expects_otp: bool

    @property
    def has_mobile(self) -> bool:
        """Whether a number for SMS was typed; it is never shown."""
        return self.ticket.mobile_sealed is not None

    @property
    def was_callback(self) -> bool:
        """Whether the caller is being called back, by a number that may then be shown."""
        return any(entry.text == "put_on_callback" for entry in self.entries)


def conversation_of(ticket: Ticket) -> str:
    """The conversation id under which a call's proof and codes are kept."""
    return keys.stable_digest("call", str(ticket.id))[:32]


def begin(db: Session, request: Request) -> Ticket:
    """The call that is going on; the first thing done about one begins it."""
    visit = current(request)
    return tickets.open_call(db, member(request).id, language=visit.language, now=now())


def fetch(db: Session, staff: int) -> Call | None:
    """The operator's call with all there is to show, or None."""
    ticket = db.execute(
        select(Ticket).where(
            Ticket.kind == "call", Ticket.status == "open", Ticket.assignee == staff
        )
    ).scalar_one_or_none()
    return None if ticket is None else describe_call(db, ticket, moment=now())


def describe_call(db: Session, ticket: Ticket, *, moment: datetime) -> Call:
    """A call with the application that its caller has proved to be theirs."""
    conversation = conversation_of(ticket)
    proven = otp.fetch_proof(db, conversation, now=moment)
    application = fetch_application(db, proven) if proven else None
    today = moment.astimezone(INDIA).date()
    return Call(
        ticket=ticket,
        number=tickets.number_of(ticket),
        entries=queue.fetch_entries(db, ticket.id),
        status=describe(application, as_of=today) if application else None,
        application=application,
        expects_otp=otp.is_awaited(db, conversation, now=moment),
    )

"""A conversation in the hands of staff: each step, and what its person is told of it.

A step and the message about it are one transaction, so that neither is there without the other.
Messages leave through the outbox. Whether the ticket is still the operator's is asked in the same
transaction, at the time of sending.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from store import outbox, queue, ticket_steps, transcripts
from store.models_tickets import Ticket

MOST_MOVED_UP = 50


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).with_name("handoff_words.yml")
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def state_of(session: Session, ticket: Ticket) -> dict[str, Any]:
    """What a channel shows of a ticket: `{"state", "position"}`, as `custom.handoff`."""
    return {"state": ticket.status, "position": queue.position(session, ticket)}


def take(session: Session, ticket_id: int, staff: int, *, now: datetime) -> bool:
    """An operator takes a person on; from now on the bot is silent."""
    if not ticket_steps.take(session, ticket_id, staff, now=now):
        return False
    _tell(session, _fetch(session, ticket_id), "", now=now)
    _move_up(session, ticket_id, now=now)
    return True


def say(session: Session, ticket_id: int, staff: int, text: str, *, now: datetime) -> int | None:
    """Sends the operator's words to the person.

    Args:
        session: a transaction.
        ticket_id: the ticket.
        staff: the operator.
        text: with tokens in place of identifiers.
        now: the moment.

    Returns:
        the entry's id, or None when the ticket is no longer this operator's: nothing was sent.
    """
    is_first = _is_first(session, ticket_id)
    entry = ticket_steps.write(session, ticket_id, staff, text, now=now)
    if entry is None:
        return None
    ticket = _fetch(session, ticket_id)
    if ticket.conversation is None:
        return entry
    told = f"{_words()['operator_here'][ticket.language]}\n{text}" if is_first else text
    _put(session, ticket, told, now=now)
    transcripts.append(
        session,
        ticket.conversation,
        "out",
        text,
        language=ticket.language,
        channel=ticket.channel,
        now=now,
        payload={"operator": True, "ticket": ticket_id},
    )
    return entry


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
    """The operator is done, or hands back to the bot (`RETURNED`); the person is told."""
    if not ticket_steps.close(
        session,
        ticket_id,
        staff,
        disposition,
        now=now,
        follow_up_on=follow_up_on,
        call_back=call_back,
    ):
        return False
    told = "returned_to_bot" if disposition == ticket_steps.RETURNED else "closed"
    _tell(session, _fetch(session, ticket_id), "call_back" if call_back else told, now=now)
    return True


def requeue(session: Session, ticket_id: int, *, reason: str, now: datetime) -> bool:
    """Puts a person back to the head of the queue and says so."""
    if not ticket_steps.requeue(session, ticket_id, reason=reason, now=now):
        return False
    _tell(session, _fetch(session, ticket_id), "back_in_queue", now=now)
    return True


def reassign(session: Session, ticket_id: int, staff: int, *, by: int, now: datetime) -> bool:
    """A supervisor gives a person to an operator, waiting or from another operator."""
    if not ticket_steps.reassign(session, ticket_id, staff, by=by, now=now):
        return False
    _tell(session, _fetch(session, ticket_id), "", now=now)
    return True


def _is_first(session: Session, ticket_id: int) -> bool:
    """Whether the operator who has the ticket now has not written yet."""
    for entry in reversed(queue.fetch_entries(session, ticket_id)):
        if entry.kind == "from_operator":
            return False
        if entry.kind == "system" and entry.text in ("taken", "reassigned"):
            return True
    return True


def _tell(session: Session, ticket: Ticket, key: str, *, now: datetime) -> None:
    """Tells the person how things stand; without words only a page is told, which shows it."""
    if ticket.conversation is None or not (key or ticket.channel == "widget"):
        return
    text = _words()[key][ticket.language] if key else ""
    _put(session, ticket, text, now=now)
    if text:
        transcripts.append(
            session,
            ticket.conversation,
            "out",
            text,
            language=ticket.language,
            channel=ticket.channel,
            now=now,
            payload={"handoff": key, "ticket": ticket.id},
        )


def _put(session: Session, ticket: Ticket, text: str, *, now: datetime) -> None:
    # The newest entry is the step itself, and one step sends one message.
    step = queue.fetch_entries(session, ticket.id)[-1].id
    custom = {"language": ticket.language, "handoff": state_of(session, ticket)}
    outbox.put(
        session,
        key=f"desk:{step}",
        channel=ticket.channel,
        conversation=str(ticket.conversation),
        kind="operator",
        payload={"text": text, "custom": custom} if text else {"custom": custom},
        now=now,
    )


def _move_up(session: Session, taken: int, *, now: datetime) -> None:
    """Pages of those who still wait show their new place in line."""
    step = queue.fetch_entries(session, taken)[-1].id
    waiting = [one for one in queue.fetch_waiting(session) if one.channel == "widget"]
    for ticket in waiting[:MOST_MOVED_UP]:
        outbox.put(
            session,
            key=f"desk:{step}:{ticket.id}",
            channel=ticket.channel,
            conversation=str(ticket.conversation),
            kind="operator",
            payload={"custom": {"handoff": state_of(session, ticket)}},
            now=now,
        )


def _fetch(session: Session, ticket_id: int) -> Ticket:
    ticket = queue.fetch(session, ticket_id)
    if ticket is None:
        raise LookupError("the ticket was erased")
    return ticket

"""Invented tickets of the demonstration helpdesk: people who wait, closed ones, calls."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from store import ticket_steps, tickets, transcripts
from store.hours import INDIA

Sayings = Mapping[str, Any]


def load(
    session: Session, sayings: Sayings, chance: random.Random, operator: int, *, now: datetime
) -> None:
    """Adds them; `sayings` is what `demo_desk.yml` holds."""
    _load_closed(session, chance, operator, now)
    _load_calls(session, sayings, chance, operator, now)
    _load_waiting(session, sayings, operator, now)


def _working_times(chance: random.Random, now: datetime, count: int) -> list[datetime]:
    """Moments of the last seven days between 10:00 and 17:00, the earliest first."""
    moments = []
    for _ in range(count):
        midnight = now.astimezone(INDIA).replace(hour=0, minute=0, second=0)
        begun = midnight + timedelta(
            days=-chance.randrange(7), minutes=chance.randrange(600, 1020)
        )
        moments.append(begun - timedelta(days=begun > now - timedelta(hours=1)))
    return sorted(moments)


def _load_waiting(session: Session, sayings: Sayings, operator: int, now: datetime) -> None:
    """Three in line, one with an operator, one to be called back."""
    plans = (("waiting", 9), ("waiting", 4), ("waiting", 1), ("callback", 190), ("open", 16))
    told = sayings["operator_words"]
    for number, ((status, minutes), talk) in enumerate(
        zip(plans, sayings["conversations"], strict=True)
    ):
        conversation, asked = f"demo{'talk':>024}{number:04d}", now - timedelta(minutes=minutes)
        channel = "widget" if number % 2 else "telegram"
        for place, (direction, text) in enumerate(talk["lines"]):
            transcripts.append(
                session,
                conversation,
                direction,
                text,
                language=talk["language"],
                channel=channel,
                now=asked - timedelta(minutes=len(talk["lines"]) - place),
            )
        ticket, _ = tickets.open_handoff(
            session,
            conversation,
            channel=channel,
            language=talk["language"],
            status="waiting" if status == "open" else status,
            now=asked,
            topic=talk["topic"],
        )
        if status == "open":
            later = asked + timedelta(minutes=2)
            ticket_steps.take(session, ticket.id, operator, now=later)
            ticket_steps.write(session, ticket.id, operator, told[talk["language"]], now=later)
            ticket_steps.touch(session, ticket.id, operator, now=now)


def _load_closed(
    session: Session, chance: random.Random, operator: int, now: datetime, count: int = 28
) -> None:
    """Calls and conversations of the last week, most of them answered in time."""
    for number, opened in enumerate(_working_times(chance, now, count)):
        ticket, _ = tickets.open_handoff(
            session,
            f"demo{'closed':>024}{number:04d}",
            channel=chance.choice(["telegram", "telegram", "widget"]),
            language=chance.choice(["hi", "hi", "en"]),
            status="waiting",
            now=opened,
            topic=chance.choice(["sects", "sects", "pension", "gpf", "leave"]),
        )
        taken = opened + timedelta(seconds=chance.choice([30, 45, 60, 80, 110, 300]))
        ticket_steps.take(session, ticket.id, operator, now=taken)
        ticket_steps.close(
            session,
            ticket.id,
            operator,
            chance.choice(["answered", "answered", "answered", "referred", "other"]),
            now=taken + timedelta(minutes=chance.randrange(2, 12)),
        )


def _load_calls(
    session: Session, sayings: Sayings, chance: random.Random, operator: int, now: datetime
) -> None:
    """Calls with notes: some done, some to be looked at again, some to be called back."""
    today = now.astimezone(INDIA).date()
    calls = sayings["calls"]
    for call, began in zip(calls, _working_times(chance, now, len(calls)), strict=True):
        ticket = tickets.open_call(session, operator, language="hi", now=began)
        tickets.add_entry(session, ticket.id, "note", call["note"], author=operator, now=began)
        days = call.get("in_days")
        ticket_steps.close(
            session,
            ticket.id,
            operator,
            call["disposition"],
            now=began + timedelta(minutes=chance.randrange(2, 9)),
            follow_up_on=None if days is None else today + timedelta(days=days),
            call_back=call.get("call_back", False),
        )

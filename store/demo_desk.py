"""Invented use of the assistant, so that the helpdesk's pages have something to show.

A month of messages without words, what could not be answered, people who wait, callbacks and
closed tickets, and one account of each role. What is said stands in `demo_desk.yml`.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store import curation, demo_tickets, staff, staff_invitations
from store.hours import INDIA
from store.models_curation import CurationItem
from store.models_staff import Staff
from store.models_turns import Feedback, TurnFact

DAYS = 30
_SEED = 20261122
_OUTCOMES = {"answered": 62, "calculated": 14, "status": 9, "disambiguated": 7, "refused": 6,
             "handed_over": 2}  # fmt: skip
_CHANNELS = {"telegram": 55, "widget": 38, "rest": 7}
_LANGUAGES = {"hinglish": 47, "hi": 38, "en": 15}
# Messages an hour of the day in India, of a day's hundred.
_HOURS = (1, 0, 0, 0, 0, 1, 2, 4, 6, 9, 11, 11, 9, 7, 8, 8, 7, 5, 4, 3, 2, 1, 1, 0)


def is_loaded(session: Session) -> bool:
    """Whether it was loaded before."""
    logins = [one["login"] for one in _sayings()["staff"]]
    found = select(func.count()).where(Staff.__table__.c.login.in_(logins))
    return bool(session.execute(found).scalar_one())


def load(session: Session, *, now: datetime) -> bool:
    """Adds everything; does nothing, and returns False, when it was loaded before."""
    if is_loaded(session):
        return False
    chance = random.Random(_SEED)  # noqa: S311 - invented figures
    accounts = {one["login"]: staff.create(session, **one, now=now) for one in _sayings()["staff"]}
    _load_facts(session, chance, now)
    _load_unanswered(session, chance, now)
    operator = accounts["demo.operator"]
    demo_tickets.load(session, _sayings(), chance, operator, now=now)
    return True


def invite(session: Session, *, now: datetime) -> dict[str, str]:
    """New invitations for the accounts that nobody has taken yet: login → token."""
    columns = Staff.__table__.c
    logins = [one["login"] for one in _sayings()["staff"]]
    free = session.execute(
        select(columns.login, columns.id)
        .where(columns.login.in_(logins), columns.password_hash.is_(None))
        .order_by(columns.id)
    )
    return {
        login: staff_invitations.invite(session, account, now=now) for login, account in free.all()
    }


def _load_facts(session: Session, chance: random.Random, now: datetime) -> None:
    """A month of messages, more each week and fewer on Sundays."""
    facts: list[dict[str, Any]] = []
    thumbs: list[dict[str, Any]] = []
    for age in range(DAYS):
        midnight = now.astimezone(INDIA).replace(hour=0, minute=0, second=0) - timedelta(days=age)
        busy = 90 if midnight.weekday() == 6 else 260 - 3 * age
        for _ in range(int(busy * chance.uniform(0.85, 1.15))):
            at = midnight + timedelta(
                hours=_pick(chance, dict(enumerate(_HOURS))), minutes=chance.randrange(60)
            )
            if at < now:
                facts.append(_fact(chance, f"demo{len(facts):028d}", at))
                if chance.random() < 0.08 and facts[-1]["outcome"] in ("answered", "calculated"):
                    thumbs.append(_thumb(chance, facts[-1]))
    session.execute(TurnFact.__table__.insert(), facts)
    session.execute(Feedback.__table__.insert(), thumbs)


def _fact(chance: random.Random, conversation: str, at: datetime) -> dict[str, Any]:
    outcome = _pick(chance, _OUTCOMES)
    table = _sayings()["calculators" if outcome == "calculated" else "answers"]
    label = _pick(chance, {name: weight for name, (_, weight) in table.items()})
    has_label = outcome in ("answered", "calculated", "disambiguated")
    return {
        "conversation": conversation,
        "message_id": "demo:1",
        "at": at,
        "channel": _pick(chance, _CHANNELS),
        "language": _pick(chance, _LANGUAGES),
        "outcome": outcome,
        "label": label if has_label else None,
        "topic": table[label][0] if has_label else None,
        "confidence": round(chance.betavariate(8, 1.6), 3),
        "milliseconds": int(chance.lognormvariate(3.3, 0.45)),
        "num_replies": 1,
    }


def _thumb(chance: random.Random, fact: Mapping[str, Any]) -> dict[str, Any]:
    verdict = "up" if chance.random() < 0.87 else "down"
    return {
        "conversation": fact["conversation"],
        "message_id": fact["message_id"],
        "verdict": verdict,
        "reason": chance.choice(_sayings()["reasons"]) if verdict == "down" else None,
        "comment": None,
        "label": fact["label"],
        "language": fact["language"],
        "channel": fact["channel"],
        "created_at": fact["at"],
    }


def _load_unanswered(session: Session, chance: random.Random, now: datetime) -> None:
    for group, question in enumerate(_sayings()["unanswered"]):
        first: int | None = None
        for number, (language, text) in enumerate(question["messages"]):
            item = curation.save_item(
                session,
                origin=f"demo:{group}:{number}",
                conversation=None,
                text=text,
                language=language,
                reason=question["reason"],
                label=question.get("label"),
                asked_at=now - timedelta(hours=chance.randrange(1, 150)),
            )
            first = first or item
            session.get(CurationItem, item).cluster = first
    session.flush()


def _pick(chance: random.Random, weights: Mapping[Any, int]) -> Any:
    return chance.choices(list(weights), list(weights.values()))[0]


@cache
def _sayings() -> dict[str, Any]:
    path = Path(__file__).with_name("demo_desk.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded

"""Proof by telephone: the application's number and one more fact that only its person knows.

A number we do not know takes the same statements, the same counts and the same answer as a wrong
fact, so nothing here tells whether an application exists. Tries are limited for a call and, over
all calls, for a number.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from store.applications import fetch_application, normalise_number
from store.districts import DISTRICTS
from store.limits import DailyLimit
from store.models import Application, Proof
from store.otp import PROOF_LIFETIME

FACTS = ("name", "birth_year", "district", "mobile_ending")
SHORTEST_NAME = 3  # letters
_PER_NUMBER = DailyLimit("caller-facts-number", 5)
_PER_CALL = DailyLimit("caller-facts-call", 5)


def verify(
    session: Session, call: str, number: str, fact: str, value: str, *, now: datetime
) -> str:
    """Judges what a caller said; a right answer is kept as proof. Commit whatever comes out.

    Args:
        session: a transaction.
        call: conversation id of the call.
        number: of the application, as typed.
        fact: one of `FACTS`.
        value: as the caller said it; `birth_year` is a dependant's.
        now: the moment.

    Returns:
        `verified`, `wrong`, or `locked` when there were too many tries today.
    """
    known = normalise_number(number)
    waits = [
        _PER_CALL.take(session, call, now=now),
        _PER_NUMBER.take(session, known or number, now=now),
    ]
    if any(waits):
        return "locked"
    application = fetch_application(session, known or "UP2000-00000000")
    if application is None or not _agrees(application, fact, value.strip()):
        return "wrong"
    session.merge(
        Proof(
            conversation=call,
            application_number=application.number,
            expires_at=now + PROOF_LIFETIME,
        )
    )
    return "verified"


def _agrees(application: Application, fact: str, value: str) -> bool:
    if fact == "name":
        spoken = " ".join(value.casefold().split())
        words = application.name.casefold().split()
        starts = [" ".join(words[n:]) for n in range(len(words))]
        return len(spoken) >= SHORTEST_NAME and any(s.startswith(spoken) for s in starts)
    if fact == "birth_year":
        years = {str(one.year_of_birth) for one in application.dependants}
        return value in years
    if fact == "district":
        names = {application.district, DISTRICTS.get(application.district, "")}
        return value.casefold() in {name.casefold() for name in names if name}
    if fact == "mobile_ending":
        return value == application.mobile_ending
    return False

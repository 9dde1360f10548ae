"""Whether every message has exactly one answer, in order: what people saw, and what is stored."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from bench.chaos.people import Person, Said

#: Recovered: from the fault, or from when the server was started again, to the answer.
MOST_SECONDS = 15.0
_SLOW_SECONDS = 2.0
_LINES = text("SELECT conversation, direction, payload FROM transcripts ORDER BY conversation, id")


@dataclass
class Verdict:
    """What came of one fault. Each list names messages and says what is wrong with them."""

    fault: str
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    otp_twice: list[str] = field(default_factory=list)
    recovered_seconds: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Nothing lost, doubled or out of order, and recovered in time."""
        faults = [*self.lost, *self.doubled, *self.out_of_order, *self.otp_twice]
        return not faults and self.messages > 0 and (self.recovered_seconds or 0) <= MOST_SECONDS


@dataclass
class Line:
    """A message in the transcript and the number of lines that answer it."""

    message_id: str
    num_answers: int = 0


def judge(verdict: Verdict, people: Sequence[Person], stored: Iterable[list[Line]]) -> None:
    """Adds to a verdict what the people and the transcripts tell."""
    lines_of: dict[str, list[Line]] = defaultdict(list)
    for lines in stored:
        if lines:
            lines_of[lines[0].message_id.rpartition("-")[0]] += lines
    for person in people:
        verdict.messages += len(person.said)
        verdict.lost += [
            f"{s.message_id}: {s.wrong or 'no answer'}" for s in person.said if _lacks(s)
        ]
        _compare(verdict, person, lines_of[person.sender])


def _lacks(said: Said) -> bool:
    return said.answered is None or bool(said.wrong)


def _compare(verdict: Verdict, person: Person, lines: list[Line]) -> None:
    sent = [said.message_id for said in person.said]
    kept = [line.message_id for line in lines]
    verdict.lost += [f"{one}: not in the transcript" for one in sent if one not in kept]
    verdict.doubled += [f"{one}: {kept.count(one)} lines" for one in sent if kept.count(one) > 1]
    if list(dict.fromkeys(kept)) != [one for one in sent if one in kept]:
        verdict.out_of_order.append(f"{person.sender}: {kept}")
    answers = {line.message_id: line.num_answers for line in lines}
    for said in person.said:
        given, written = len(said.replies or []), answers.get(said.message_id, 0)
        if said.answered is None or given == written:
            continue
        more = verdict.doubled if written > given else verdict.out_of_order
        more.append(f"{said.message_id}: {given} replies given, {written} written in its place")


def read_transcripts(database_url: str) -> list[list[Line]]:
    """Each conversation's messages in order, with how many answers stand before the next one."""
    engine = create_engine(database_url, future=True)
    with engine.connect() as connection:
        rows = connection.execute(_LINES).all()
    engine.dispose()
    found: dict[str, list[Line]] = defaultdict(list)
    for conversation, direction, payload in rows:
        lines = found[conversation]
        if direction == "in":
            lines.append(Line(_id_in(payload).removeprefix("client:")))
        elif lines:
            lines[-1].num_answers += 1
    return list(found.values())


def recovery(people: Sequence[Person], since: Sequence[float]) -> float | None:
    """The longest that anyone waited whom a fault touched, in seconds; None when nobody did.

    Touched are messages that were under way, and those sent within 15 seconds that took more than
    two. What came before `since` is not counted: an outage lasts as long as it lasts.

    Args:
        people: their messages.
        since: moments of faults, or of their end (`time.monotonic()`).
    """
    said = [one for person in people for one in person.said if one.answered is not None]
    waits = [wait for moment in since for one in said if (wait := _wait(one, moment)) is not None]
    return max(waits, default=None)


def _wait(said: Said, since: float) -> float | None:
    answered = said.answered or 0.0
    if answered <= since:
        return None
    if said.first_sent <= since:
        return answered - since
    seconds = answered - said.first_sent
    is_touched = seconds > _SLOW_SECONDS and said.first_sent <= since + MOST_SECONDS
    return seconds if is_touched else None


def _id_in(payload: Any) -> str:
    # SQLite gives JSON as text; demonstration data has none.
    found: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload or {}
    return str(found.get("message_id", ""))

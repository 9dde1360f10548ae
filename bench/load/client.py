"""`python -m bench.load.client`: N people who talk at once, in a process of their own.

Reads a plan as JSON from standard input and writes what it measured as JSON, so that the load's
own processor time is not the server's and can be told apart.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import deque
from collections.abc import Awaitable
from dataclasses import asdict, dataclass, field
from typing import Any

import aiohttp

from bench.load.doors import DOORS, Unanswered

PATIENCE_SECONDS = 30.0
# So that 200 people do not press Enter in the same millisecond; those who rest begin over a rest.
SPREAD_SECONDS = 0.5
REST_SECONDS = 4.0
LEAST_PAY, STEP_OF_PAY, NUM_PAYS = 20_000, 200, 900


@dataclass
class Measured:
    """What the people saw. `milliseconds` of each answered message, in the order of answers."""

    milliseconds: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    async def time(self, message: Awaitable[None], *, since: float) -> None:
        """Waits for a message's answer and counts it, or why there was none."""
        try:
            await message
        except Unanswered as error:
            self.errors[str(error)] = self.errors.get(str(error), 0) + 1
        else:
            self.milliseconds.append(1000 * (time.perf_counter() - since))


class People:
    """Conversations one after another in each of `people` lanes, until time is up."""

    def __init__(self, plan: dict[str, Any], session: aiohttp.ClientSession) -> None:
        self._plan = plan
        self._session = session
        self._numbers = itertools.count()
        self._until = time.perf_counter() + plan["seconds"]
        self.measured = Measured()

    async def talk(self, lane: int) -> None:
        """One lane: a new person as soon as the last has finished."""
        spread = max(SPREAD_SECONDS, self._plan["pause_seconds"])
        await asyncio.sleep(spread * lane / self._plan["people"])
        while time.perf_counter() < self._until:
            number = next(self._numbers)
            scripts = self._plan["scripts"]
            door = DOORS[self._plan["door"]](self._session, self._plan["url"])
            try:
                await self._converse(door, scripts[number % len(scripts)], number)
            finally:
                await door.close()

    async def _converse(self, door: Any, script: list[dict[str, str]], number: int) -> None:
        for turn in script:
            if time.perf_counter() >= self._until:
                return
            await self.measured.time(say(door, turn, number), since=time.perf_counter())
            # Nobody rests beyond the end: that time would count as if nothing was answered in it.
            left = max(0.0, self._until - time.perf_counter())
            await asyncio.sleep(min(self._plan["pause_seconds"], left))


class Arrivals:
    """So many messages each second, whether or not those before have their answers.

    Each comes from whoever has rested longest, or from a new person when all are waiting; its
    time is counted from when it was due.
    """

    def __init__(self, plan: dict[str, Any], session: aiohttp.ClientSession) -> None:
        self._plan = plan
        self._session = session
        self._numbers = itertools.count()
        self._resting: deque[tuple[Any, list[dict[str, str]], int]] = deque()
        # People rest for some seconds between two messages.
        self._least_resting = round(REST_SECONDS * plan["per_second"])
        self.measured = Measured()

    async def run(self) -> None:
        """Returns when the last message has its answer."""
        rate, started = self._plan["per_second"], time.perf_counter()
        sent = []
        for place in range(round(rate * self._plan["seconds"])):
            due = started + place / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent.append(asyncio.create_task(self._send(due)))
        await asyncio.gather(*sent)

    async def _send(self, due: float) -> None:
        if len(self._resting) > self._least_resting:
            door, left, number = self._resting.popleft()
        else:
            number, scripts = next(self._numbers), self._plan["scripts"]
            door = DOORS[self._plan["door"]](self._session, self._plan["url"])
            left = list(scripts[number % len(scripts)])
        await self.measured.time(say(door, left.pop(0), number), since=due)
        if left:
            self._resting.append((door, left, number))
        else:
            await door.close()


async def say(door: Any, turn: dict[str, str], number: int) -> None:
    """One message of a script, with the figures of the person who has this number.

    Raises:
        Unanswered: no answer, or one with another figure than this person's.
    """
    pay = LEAST_PAY + STEP_OF_PAY * (number % NUM_PAYS)
    known = {"pay": grouped(pay), "half": grouped(pay // 2)}
    said = await door.say(turn["say"].format(**{**known, "pay": pay}))
    wanted = turn.get("holds", "").format(**known)
    if not any(wanted in text for text in said):
        raise Unanswered("another figure")


def grouped(amount: int) -> str:
    """The amount with commas as in India; here below one crore.

    >>> grouped(56_200), grouped(1_99_800), grouped(900)
    ('56,200', '1,99,800', '900')
    """
    lakhs, rest = divmod(amount, 100_000)
    return f"{lakhs},{rest // 1000:02},{rest % 1000:03}" if lakhs else f"{rest:,}"


async def run(plan: dict[str, Any]) -> Measured:
    """Talks for `seconds` as so many people and tells what they saw."""
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=patience, connector=connector) as session:
        started = time.perf_counter()
        if plan["per_second"]:
            arrivals = Arrivals(plan, session)
            await arrivals.run()
            measured = arrivals.measured
        else:
            people = People(plan, session)
            await asyncio.gather(*(people.talk(lane) for lane in range(plan["people"])))
            measured = people.measured
        measured.seconds = time.perf_counter() - started
    measured.cpu_seconds = time.process_time()
    return measured


def main() -> None:
    """Reads the plan, runs it, writes what was measured."""
    json.dump(asdict(asyncio.run(run(json.load(sys.stdin)))), sys.stdout)


if __name__ == "__main__":
    main()

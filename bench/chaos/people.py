"""Invented people who talk through nginx and, as the widget does, repeat what was not answered."""

import asyncio
import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import yaml

SCRIPTS = yaml.safe_load(Path(__file__).with_name("scripts.yml").read_text(encoding="utf-8"))
PATH = "/webhooks/rest/webhook"
#: Of one attempt; a browser waits longer, but people press "send" again.
ATTEMPT_SECONDS = 12.0
#: A message without an answer after so long is lost.
LOST_AFTER_SECONDS = 90.0
_PAUSE_SECONDS = 0.4
_TWICE_EVERY = 4
_REPEATED = frozenset({429, 502, 503, 504})


@dataclass
class Said:
    """A message and what became of it; times are of `time.monotonic()`."""

    message_id: str
    text: str
    holds: str
    first_sent: float
    answered: float | None = None
    attempts: int = 0
    replies: list[dict[str, Any]] | None = None
    wrong: str = ""


@dataclass
class Talk:
    """What all people of one run share: where they talk, when all speak at once, when to stop."""

    session: aiohttp.ClientSession
    doors: list[str]
    pause_seconds: float
    burst: asyncio.Event = field(default_factory=asyncio.Event)
    stops: bool = False

    async def wait(self) -> None:
        """A pause between two messages, cut short when all speak at once."""
        try:
            await asyncio.wait_for(self.burst.wait(), self.pause_seconds)
        except asyncio.TimeoutError:
            return

    async def all_at_once(self) -> None:
        """Has everyone who pauses speak now."""
        self.burst.set()
        await asyncio.sleep(0)
        self.burst.clear()


class Person:
    """One conversation; `said` is its record, in the order in which it was said."""

    def __init__(self, talk: Talk, name: str, place: int, doors: list[str] | None = None) -> None:
        """`doors` are where this person talks instead of where all do."""
        self.sender = name
        self.said: list[Said] = []
        self._talk = talk
        self._place = place
        self._doors = itertools.cycle(doors or talk.doors)

    async def live(self) -> None:
        """Goes through the script again and again, with other figures each time."""
        script = SCRIPTS["talk"][self._place % len(SCRIPTS["talk"])]
        for time_around in itertools.count():
            known = _figures(self._place * 37 + time_around * 11)
            for turn in script:
                if self._talk.stops:
                    return
                await self.say(turn["say"].format(**known), turn.get("holds", "").format(**known))
                await self._talk.wait()

    async def say(self, text: str, holds: str = "") -> Said:
        """Says something until it is answered; `holds` must stand in the answer."""
        said = Said(f"{self.sender}-{len(self.said)}", text, holds, time.monotonic())
        self.said.append(said)
        while said.answered is None and time.monotonic() - said.first_sent < LOST_AFTER_SECONDS:
            replies = await self._attempt(said)
            if replies is None:
                await asyncio.sleep(_PAUSE_SECONDS)
                continue
            said.answered, said.replies = time.monotonic(), replies
            said.wrong = _fault_of(said)
        return said

    async def _attempt(self, said: Said) -> list[dict[str, Any]] | None:
        """Sends once, or twice at the same time, as somebody does who presses twice."""
        if len(self.said) % _TWICE_EVERY:
            return await self.send(said)
        both = await asyncio.gather(self.send(said), self.send(said))
        answers = [one for one in both if one is not None]
        if len(answers) == 2 and answers[0] != answers[1]:
            said.wrong = "the same message got two answers"
        return answers[0] if answers else None

    async def send(self, said: Said) -> list[dict[str, Any]] | None:
        """One attempt; None when it is to be repeated."""
        said.attempts += 1
        body = {"sender": self.sender, "message": said.text, "message_id": said.message_id}
        patience = aiohttp.ClientTimeout(total=ATTEMPT_SECONDS)
        try:
            async with self._talk.session.post(
                next(self._doors) + PATH, json=body, timeout=patience
            ) as answer:
                if answer.status in _REPEATED:
                    return None
                if answer.status != 200:
                    said.wrong = f"status {answer.status}"
                    return []
                replies: list[dict[str, Any]] = await answer.json()
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return None
        return None if _codes(replies) & {"unavailable"} else replies


class Applicant(Person):
    """Asks where an application stands: number, mobile, code, and the same code once more."""

    def __init__(self, talk: Talk, name: str, place: int, codes: Mapping[str, list[str]]) -> None:
        super().__init__(talk, name, place)
        self._codes = codes
        self.num_accepted = 0

    async def live(self) -> None:
        """One lookup, then talk as everyone else."""
        number, mobile = f"UP2026-99{self._place:06}", f"600000{self._place:04}"
        await self.say("mera status batao")
        await self._talk.wait()
        await self.say(number)
        await self._talk.wait()
        await self.say(mobile)
        for _ in range(3):
            code = await self._newest(mobile)
            if code is not None:
                break
            await self.say('/choose{"value": "resend"}')
        else:
            self.said[-1].wrong = "no code came"
            return
        for _ in range(2):
            said = await self.say(code)
            self.num_accepted += any("status" in _custom(one) for one in said.replies or [])
            await self._talk.wait()
        if self.num_accepted == 0:
            said.wrong = "the code was not accepted"
        await super().live()

    async def _newest(self, mobile: str) -> str | None:
        """The latest code that came, within 20 seconds."""
        for _ in range(100):
            if mobile in self._codes:
                await asyncio.sleep(0.3)  # a second one may be on its way
                return self._codes[mobile][-1]
            await asyncio.sleep(0.2)
        return None


def _figures(number: int) -> dict[str, str]:
    pay, other = 20_000 + 200 * (number % 390), 20_000 + 200 * ((number + 7) % 390)
    named = {"pay": pay, "half": pay // 2, "other": other, "other_half": other // 2}
    return {name: f"{amount:,}" for name, amount in named.items()}


def _fault_of(said: Said) -> str:
    if said.wrong:
        return said.wrong
    replies = said.replies or []
    if not replies:
        return "nothing was said"
    if _codes(replies) & {"gave_up"} or any(
        _custom(one).get("outcome") == "gave_up" for one in replies
    ):
        return "it gave up"
    if not any(said.holds in str(one.get("text")) for one in replies):
        return f"an answer without {said.holds}"
    return ""


def _codes(replies: list[dict[str, Any]]) -> set[str]:
    return {str(_custom(one).get("code")) for one in replies}


def _custom(reply: dict[str, Any]) -> dict[str, Any]:
    return reply.get("custom") or {}

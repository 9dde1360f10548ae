"""`python -m bench.scale.notices`: the dispatcher with 100,000 notices in line for Telegram.

Everything is real but Telegram itself: line, leases, chats, sealed ids, messages as they would go
out. First at Telegram's legal rate by the clock, for a while; then the rest as fast as it goes, on
a clock that moves a thirtieth of a second a message.
"""

import asyncio
import json
import sys
import time
from datetime import datetime, timezone
from typing import Any

import psutil
from aiolimiter import AsyncLimiter
from prometheus_client import CollectorRegistry
from sqlalchemy import insert

from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import NAME
from bot.channels.telegram.sender import TelegramSender
from bot.gateway.threads import StoreThreads
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.metrics import OutboxMetrics
from bot.outbox.notes import Notes
from store import outbox, telegram_chats
from store.engine import session
from store.migrate import migrate
from store.models_telegram import TelegramChat
from store.outbox import Outgoing

LEGAL = TelegramOptions().messages_per_second
AT_ONCE = 500
NOTICE = (
    "आपके आवेदन …{ending} की स्थिति बदली है: कार्ड बन गया है।\nअब क्या करें: पोर्टल से अपना कार्ड डाउनलोड करें।"
)
BUTTONS = [
    {"title": "स्थिति देखें", "payload": "/check_status"},
    {"title": "सूचना बंद करें", "payload": "/unsubscribe"},
]


class FakeTelegram:
    """Takes every message, at the legal rate by the clock or as fast as they come."""

    def __init__(self) -> None:
        self.chats: list[int] = []
        self.is_paced = True
        self.simulated_seconds = 0.0
        self._limiter = AsyncLimiter(LEGAL, 1)

    async def call(self, _: str, **fields: Any) -> dict[str, Any]:
        """Sends one message."""
        if self.is_paced:
            await self._limiter.acquire()
        self.simulated_seconds += 1 / LEGAL
        self.chats.append(fields["chat_id"])
        return {}


class TimedNotes(Notes):
    """Knows how long each look into the line took, in milliseconds."""

    claims: list[float]

    def claim(self, limit: int) -> list[Outgoing]:
        """As ever, with a watch."""
        began = time.perf_counter()
        try:
            return super().claim(limit)
        finally:
            self.claims.append(1000 * (time.perf_counter() - began))


def fill(url: str, count: int) -> float:
    """Puts a notice in line for each of so many chats; returns the seconds for the notices."""
    now = datetime.now(timezone.utc)
    used = 0.0
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        with session(url) as db:
            rows = [_chat(number, now) for number in numbers]
            db.execute(insert(TelegramChat.__table__), rows)
            began = time.perf_counter()
            for number in numbers:
                text = NOTICE.format(ending=f"{number % 10_000:04}")
                outbox.put(
                    db,
                    key=f"notice:bench:{number}",
                    channel=NAME,
                    conversation=f"{number:032x}",
                    kind="notice",
                    payload={"text": text, "buttons": BUTTONS, "custom": {"language": "hi"}},
                    now=now,
                )
            used += time.perf_counter() - began
    return used


def _chat(number: int, now: datetime) -> dict[str, Any]:
    sealed = telegram_chats.seal_chat_id(700_000_000 + number)
    return {
        "conversation": f"{number:032x}",
        "sealed": sealed,
        "erase_when_quiet": False,
        "seen_at": now,
    }


async def send_all(
    url: str, count: int, *, paced_seconds: float, drain_seconds: float
) -> dict[str, Any]:
    """Sends what is in line, first by the clock and then as fast as it goes, for so long at most.

    Returns:
        what was measured of both parts; processor time is of this whole process.
    """
    telegram, threads = FakeTelegram(), StoreThreads(4)
    notes = TimedNotes(
        url,
        NAME,
        by="bench",
        lease_seconds=TelegramOptions().lease_seconds,
        after_send=telegram_chats.erase_if_quiet,
        after_block=telegram_chats.erase_if_quiet,
    )
    notes.claims = []
    # The sender's API is one method.
    sender = TelegramSender(telegram, threads, url, TelegramOptions())  # type: ignore[arg-type]
    dispatcher = Dispatcher(sender, notes, threads, OutboxMetrics(CollectorRegistry()))
    started, cpu = time.perf_counter(), time.process_time()
    dispatcher.start()
    await asyncio.sleep(paced_seconds)
    num_paced, paced_cpu = len(telegram.chats), time.process_time() - cpu
    full_line = sorted(notes.claims)
    paced_for, telegram.is_paced = time.perf_counter() - started, False
    began, cpu = time.perf_counter(), time.process_time()
    while len(telegram.chats) < count and time.perf_counter() - began < drain_seconds:
        await asyncio.sleep(0.02)
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    await dispatcher.close()
    threads.close()
    rest = max(1, len(telegram.chats) - num_paced)
    later = sorted(notes.claims[len(full_line) :]) or [0.0]
    return {
        "num_notices": count,
        "num_sent": len(telegram.chats),
        "num_chats": len(set(telegram.chats)),
        "paced_rate": num_paced / paced_for,
        "paced_cores": paced_cpu / paced_for,
        "claim_p50_ms": full_line[len(full_line) // 2],
        "claim_p99_ms": full_line[int(0.99 * len(full_line))],
        "later_claim_p50_ms": later[len(later) // 2],
        "drain_rate": rest / seconds,
        "drain_cpu_ms": 1000 * used / rest,
        "legal_minutes": count / LEGAL / 60,
        "simulated_minutes": telegram.simulated_seconds / 60,
        "megabytes": psutil.Process().memory_info().rss / 2**20,
    }


def main() -> None:
    """Reads the plan as JSON, fills an empty database, sends, writes what was measured."""
    plan = json.load(sys.stdin)
    migrate(plan["url"])
    fill_seconds = fill(plan["url"], plan["count"])
    seconds = {name: plan[name] for name in ("paced_seconds", "drain_seconds")}
    told = asyncio.run(send_all(plan["url"], plan["count"], **seconds))
    json.dump({**told, "fill_seconds": fill_seconds}, sys.stdout)


if __name__ == "__main__":
    main()

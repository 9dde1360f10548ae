"""`python -m bench.desk [--calls N] [--busy MESSAGES_A_SECOND]`.

The whole assistant is started. An operator types questions, and asks every few letters, as the
page does: through the gateway, session check, Rasa, and the rendered answers. Beside it stands the
obvious way, a turn of the bot for each of the same beginnings. Meanwhile others chat with the bot.
"""

import argparse
import contextlib
import itertools
import re
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

import httpx
import numpy as np

from bench.load.servers import sahayak
from bench.search.corpus import read_questions
from bot.knowledge.entries import load_knowledge
from store import staff, staff_sessions
from store.engine import session

DATA = Path("data")
P95_MILLISECONDS = 100.0
LETTERS_AT_ONCE = 4  # what is typed in the 150 ms that the page waits


def main() -> None:
    """Measures both ways on the same beginnings of questions."""
    parser = argparse.ArgumentParser(prog="bench.desk", description=__doc__)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--busy", type=float, default=10.0)
    given = parser.parse_args()
    typed = list(_beginnings([one.text for one in read_questions(DATA, given.calls)]))
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/sahayak.db"
        with sahayak(Path(folder), {"DATABASE_URL": database}) as server:
            desk = _sign_in(server.url, database)
            bot = httpx.Client(base_url=server.url, timeout=30)
            with _others_chat(server.url, given.busy):
                typing = _times(typed, lambda text: _type(desk, text))
                turns = _times(typed, lambda text: _turn(bot, text))
    num_answers = len(load_knowledge(DATA).entries)
    sys.stdout.write(
        f"{num_answers} answers, {len(typed)} beginnings of {given.calls} questions, "
        f"{given.busy:g} messages/s of others\n"
        f"{_row('as the operator types', typing)}{_row('a turn of the bot', turns)}"
    )
    slow = float(np.percentile(typing, 95))
    sys.exit(0 if slow <= P95_MILLISECONDS else f"p95 is above {P95_MILLISECONDS:g} ms")


def _beginnings(questions: Sequence[str]) -> Iterator[str]:
    for text in questions:
        ends = itertools.chain(range(LETTERS_AT_ONCE, len(text), LETTERS_AT_ONCE), (len(text),))
        yield from (text[:end] for end in ends if text[:end].strip())


def _sign_in(url: str, database: str) -> httpx.Client:
    now, token = datetime.now(timezone.utc), secrets.token_urlsafe(32)
    with session(database) as db:
        who = staff.create(
            db, login="bench", name="Bench", role="operator", language="hi", now=now
        )
        staff_sessions.start(db, who, token, stage="full", device="bench", now=now)
    client = httpx.Client(base_url=url, timeout=30, cookies={"sahayak_desk": token})
    page = client.get("/desk/call").text
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    if found is None:
        raise SystemExit("the call screen did not open")
    client.headers.update({"X-CSRF-Token": found[1], "HX-Request": "true"})
    return client


def _type(desk: httpx.Client, text: str) -> None:
    answer = desk.post("/desk/call/answers", data={"q": text})
    answer.raise_for_status()


def _turn(bot: httpx.Client, text: str) -> None:
    body = {"sender": secrets.token_hex(8), "message": text}
    bot.post("/webhooks/rest/webhook", json=body).raise_for_status()


def _times(typed: Sequence[str], ask: Callable[[str], None]) -> list[float]:
    """Milliseconds of each, the first few aside, which warm up."""
    times = []
    for text in typed:
        start = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - start) * 1000)
    return times[5:]


@contextlib.contextmanager
def _others_chat(url: str, per_second: float) -> Iterator[None]:
    """So many messages a second of other people, until the block ends."""
    stop = threading.Event()
    questions = [one.text for one in read_questions(DATA, 200)]

    def chat() -> None:
        client = httpx.Client(base_url=url, timeout=30)
        for text in itertools.cycle(questions):
            if stop.wait(1 / per_second):
                return
            with contextlib.suppress(httpx.HTTPError):
                _turn(client, text)

    chatting = threading.Thread(target=chat, daemon=True)
    if per_second > 0:
        chatting.start()
    yield
    stop.set()


def _row(name: str, times: Sequence[float]) -> str:
    half, most, worst = (float(np.percentile(times, p)) for p in (50, 95, 99))
    return f"  {name:24} p50 {half:6.1f} ms   p95 {most:6.1f} ms   p99 {worst:6.1f} ms\n"


if __name__ == "__main__":
    main()

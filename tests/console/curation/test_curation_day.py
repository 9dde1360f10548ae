"""A curator's day with the whole assistant: what it could not answer, it answers after publishing.

Meanwhile others ask 20 questions a second, and none of them is lost.
"""

import asyncio
import re
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

import aiohttp
import httpx
import pytest

pytestmark = [pytest.mark.serial, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "chhoti beti ka vivah panjikaran shulk wapas kab hoga"
ANSWER = "above_five_lakh"
PER_SECOND = 20
LONGEST_SECONDS = 90
ASKED = (
    "private hospital me kitna free hai",
    "मातृत्व अवकाश कितने दिन का",
    "who sanctions GPF advance?",
)
_SIGN_IN = """
import secrets
from datetime import datetime, timezone
from store import staff, staff_sessions
from store.engine import session
now = datetime.now(timezone.utc)
token = secrets.token_urlsafe(32)
with session() as db:
    name = "curator-" + secrets.token_hex(4)
    key = staff.create(db, login=name, name="Asha", role="curator", language="en", now=now)
    staff_sessions.start(db, key, token, stage="full", device="test", now=now)
print(token)
"""


def ask(url, text):
    body = {"sender": uuid.uuid4().hex, "message": text}
    response = httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60)
    return response.json()


def answer_of(replies):
    return next(
        (r["custom"]["answer"] for r in replies if "answer" in (r.get("custom") or {})), None
    )


class Curator:
    """A browser without JavaScript, signed in."""

    def __init__(self, url, environment):
        command = [sys.executable, "-c", _SIGN_IN]
        token = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        self._http = httpx.Client(base_url=url, timeout=180)
        self._http.cookies.set("sahayak_desk", token, domain="127.0.0.1", path="/desk")

    def get(self, path):
        response = self._http.get(f"/desk{path}")
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def post(self, path, **fields):
        csrf = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.get("/account"))[1]
        response = self._http.post(f"/desk{path}", data={"csrf": csrf, **fields})
        assert response.status_code == 303, (path, response.text)
        return response.headers["location"].removeprefix("/desk")


class Load:
    """Questions of people, 20 a second, each in a conversation of its own."""

    def __init__(self, url):
        self._url = f"{url}/webhooks/rest/webhook"
        self._stop = threading.Event()
        self.sent = 0
        self.outcomes = Counter()
        self.answers = Counter()
        self.slowest = 0.0
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    async def _run(self):
        tasks, began = [], time.monotonic()
        async with aiohttp.ClientSession() as http:
            while not self._stop.is_set():
                tasks.append(asyncio.create_task(self._ask(http, self.sent)))
                self.sent += 1
                due = began + self.sent / PER_SECOND
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            await asyncio.gather(*tasks)

    async def _ask(self, http, number):
        """Asks as the REST contract says: who is told to wait repeats the same message_id."""
        text = ASKED[number % len(ASKED)]
        body = {"sender": uuid.uuid4().hex, "message": text, "message_id": str(number)}
        began = time.monotonic()
        answer = None
        while answer is None and time.monotonic() < began + LONGEST_SECONDS:
            try:
                async with http.post(self._url, json=body) as response:
                    self.outcomes[response.status] += 1
                    answer = answer_of(await response.json(content_type=None))
            except aiohttp.ClientError as error:
                self.outcomes[type(error).__name__] += 1
        self.answers[text, answer] += 1
        self.slowest = max(self.slowest, time.monotonic() - began)

    def assert_none_was_lost(self):
        assert self.sent >= 2 * PER_SECOND
        assert set(self.outcomes) == {200}
        # Everybody was answered; the same question has one answer, before, during and after.
        assert sum(self.answers.values()) == self.sent
        assert {text for text, _ in self.answers} == set(ASKED)
        assert len(self.answers) == len(ASKED), self.answers
        assert None not in {answer for _, answer in self.answers}


def wait_for_report(curator, address, seconds=600):
    deadline = time.monotonic() + seconds
    while "hx-trigger" in (page := curator.get(address)):
        assert time.monotonic() < deadline, page
        time.sleep(2)
    return page


def live_through(url, environment):
    """The whole day."""
    curator = Curator(url, environment)
    assert answer_of(ask(url, QUESTION)) != ANSWER
    curator.post("/curation/gather")
    inbox = curator.get("/curation")
    cluster = re.search(rf'/curation/clusters/(\d+)\?status=new">{QUESTION}', inbox)[1]
    item = re.search(
        rf'value="(\d+)" id="item-\d+" checked>\s*<label[^>]*>{QUESTION}',
        curator.get(f"/curation/clusters/{cluster}"),
    )[1]
    curator.post("/curation/decide", item=item, action="assign", answer=ANSWER)
    assert QUESTION in curator.get("/curation/changes")
    address = curator.post("/curation/releases/start")
    report = wait_for_report(curator, address)
    assert "Publish" in report, report
    assert "Changed answers and their neighbours" in report
    assert "Questions with a known answer" in report
    assert answer_of(ask(url, QUESTION)) != ANSWER
    with Load(url) as load:
        time.sleep(3)
        curator.post(f"{address}/publish")
        assert answer_of(ask(url, QUESTION)) == ANSWER
        time.sleep(3)
        curator.post("/curation/releases/withdraw")
        assert answer_of(ask(url, QUESTION)) != ANSWER
        time.sleep(3)
    load.assert_none_was_lost()
    curator.post(f"{address}/publish")
    assert answer_of(ask(url, QUESTION)) == ANSWER
    curator.post("/curation/releases/withdraw")
    return load, report


@pytest.mark.parametrize("assistant", ["sqlite"], indirect=True)
def test_an_unanswered_question_is_answered_after_publishing_and_nobody_waits(assistant):
    live_through(assistant.url, {**assistant.environment, "DATABASE_URL": assistant.database_url})

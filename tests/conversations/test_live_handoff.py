"""A widget user is answered by an operator, live, with the whole assistant and a restart."""

import json
import os
import re
import secrets
import signal
import threading
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

from store import staff, staff_sessions
from store.engine import session

pytestmark = pytest.mark.serial
QUESTION = "how much is free in a private hospital"


class Person:
    """Someone on a page with the widget."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=30)
        opened = self._client.post("/api/widget/session", json={"language": "en"})
        assert opened.status_code == 200, opened.text
        self._client.headers["Authorization"] = f"Bearer {opened.json()['session']}"

    def say(self, text: str) -> list[dict[str, Any]]:
        body = {"message": text, "message_id": uuid.uuid4().hex, "language": "en"}
        answer = self._client.post("/api/widget/messages", json=body)
        assert answer.status_code == 200, answer.text
        replies: list[dict[str, Any]] = answer.json()["replies"]
        return replies

    def waits_for(self, words: str, seconds: float = 15) -> dict[str, Any]:
        """A message that came by itself."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for one in self._client.get("/api/widget/messages", params={"after": 0}).json()[
                "replies"
            ]:
                if words in one.get("text", ""):
                    return dict(one)
            time.sleep(0.3)
        raise AssertionError(f"nobody wrote {words!r}")


class Operator:
    """Someone signed in at the helpdesk."""

    def __init__(self, assistant: Any) -> None:
        now, token = datetime.now(timezone.utc), secrets.token_urlsafe(32)
        with session(assistant.database_url) as db:
            login = f"op-{uuid.uuid4().hex[:8]}"
            values = {"login": login, "name": "Asha", "role": "operator", "language": "en"}
            self.id = staff.create(db, **values, now=now)
            staff_sessions.start(db, self.id, token, stage="full", device="test", now=now)
        self.cookies = {"sahayak_desk": token}
        self.url = assistant.url

    def get(self, path: str) -> str:
        return httpx.get(f"{self.url}/desk{path}", cookies=self.cookies, timeout=30).text

    def submit(self, path: str, **fields: str) -> httpx.Response:
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.get("/queue"))
        assert found
        form = {"csrf": found[1], **fields}
        return httpx.post(f"{self.url}/desk{path}", data=form, cookies=self.cookies, timeout=30)

    def listen(self, ticket: str, heard: list[str]) -> None:
        """Collects the lines of a ticket as they come, in a thread."""

        def run() -> None:
            url = f"{self.url}/desk/tickets/{ticket}/live?after=0"
            try:
                with httpx.stream("GET", url, cookies=self.cookies, timeout=30) as reply:
                    for line in reply.iter_lines():
                        if line.startswith("data: "):
                            heard.append(json.loads(line.removeprefix("data: ")))
            except httpx.HTTPError:
                pass  # the gateway is restarted under us

        threading.Thread(target=run, daemon=True).start()


def restart_gateway(assistant: Any) -> None:
    """Kills the gateway; the launcher starts it again."""
    (pid,) = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if _is_gateway(path, assistant.process.pid)
    ]
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.5)
        try:
            if httpx.get(f"{assistant.url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            continue
    raise AssertionError("the gateway did not come back")


def _is_gateway(path: Path, parent: int) -> bool:
    try:
        fields = path.with_name("stat").read_text().rpartition(")")[2].split()
        return int(fields[1]) == parent and b"bot.gateway" in path.read_bytes()
    except OSError:
        return False


def answers(replies: list[dict[str, Any]]) -> bool:
    """Whether the assistant itself has answered with one of its answers."""
    return any((one.get("custom") or {}).get("answer") for one in replies)


def wait_for(heard: list[str], words: str) -> None:
    deadline = time.monotonic() + 15
    while words not in " ".join(heard):
        assert time.monotonic() < deadline, f"{words!r} did not come: {heard}"
        time.sleep(0.2)


def test_a_person_is_answered_live_and_returned_to_the_assistant(assistant: Any) -> None:
    person, operator = Person(assistant.url), Operator(assistant)
    assert answers(person.say(QUESTION))
    (asked,) = person.say("talk to a person")
    assert asked["custom"]["handoff"]["handoff"] == "waiting"
    assert asked["custom"]["handoff"]["position"] >= 1
    number = re.search(r"T-20\d\d-0*(\d+)", asked["text"])
    assert number
    ticket = number[1]
    assert person.say("what is OPD")[0]["text"], "while the person waits the assistant answers"
    assert number[0] in operator.get("/queue")
    assert operator.submit(f"/tickets/{ticket}/take").status_code == 303
    page = operator.get(f"/tickets/{ticket}")
    assert QUESTION in page
    heard: list[str] = []
    operator.listen(ticket, heard)
    assert person.say("my number is 9876543210, please help") == []
    wait_for(heard, "my number is [mobile#1], please help")
    operator.submit(f"/tickets/{ticket}/say", text="I am looking at it.")
    told = person.waits_for("I am looking at it.")
    assert told["text"].startswith("The help desk's staff are writing:")
    restart_gateway(assistant)
    assert person.say("are you still there?") == [], "the assistant stays silent"
    assert "are you still there?" in operator.get(f"/tickets/{ticket}")
    operator.submit(f"/tickets/{ticket}/say", text="Yes, I am.")
    person.waits_for("Yes, I am.")
    operator.submit(f"/tickets/{ticket}/return")
    person.waits_for("From here on I, Sahayak, answer again.")
    assert answers(person.say(QUESTION))


def test_nobody_is_forgotten_when_the_operator_signs_out(assistant: Any) -> None:
    person, operator = Person(assistant.url), Operator(assistant)
    (asked,) = person.say("I want to talk to a human")
    number = re.search(r"T-20\d\d-0*(\d+)", asked["text"])
    assert number
    operator.submit(f"/tickets/{number[1]}/take")
    assert person.say("hello?") == []
    operator.submit("/sign-out")
    person.waits_for("You are at the head of the queue")
    assert person.say("hello?"), "the assistant answers again while the person waits"
    left = person.say('/choose{"value": "leave_queue"}')
    assert "withdrawn" in left[0]["text"]


def test_the_desk_reads_hinglish_as_the_assistant_does(assistant: Any) -> None:
    operator = Operator(assistant)
    found = operator.submit("/call/answers", q="private hospital me kitna free hai")
    assert found.status_code == 200
    assert "5 लाख" in found.text or "5,00,000" in found.text or "पाँच लाख" in found.text
    assert found.text.count("<article") >= 1
    assert "SECTS FAQ, Q 1" in found.text

"""Messages that come by themselves: the stream, the poll, and in front of the next replies."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timezone

import httpx
import pytest

from bot.gateway import sessions
from bot.gateway.conversation import conversation_id
from store import outbox
from store.engine import session as transaction
from tests.gateway.conftest import QUICK


@pytest.fixture(scope="module")
def options():
    return replace(QUICK, stream_poll_seconds=0.2, stream_alive_seconds=0.4)


class Browser:
    """One session, and what its streams have brought so far."""

    def __init__(self, bench):
        self.bench = bench
        answer = bench.client.post("/api/widget/session", json={"language": "en"})
        self.token = answer.json()["session"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        sender = sessions.read_session(self.token, now=0)
        self.conversation = conversation_id("widget", sender)
        self.lines = []

    def poll(self, **query):
        answer = self.bench.client.get("/api/widget/messages", headers=self.headers, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["replies"]

    @contextmanager
    def listening(self, **query):
        """A stream that is read in the background."""
        url = f"{self.bench.gateway.url}/api/widget/events"
        with (
            httpx.Client(timeout=30) as client,
            client.stream("GET", url, headers=self.headers, params=query) as response,
        ):
            if response.status_code == 200:
                reader = threading.Thread(target=self._read, args=(response,), daemon=True)
                reader.start()
            yield response

    def _read(self, response):
        try:
            for line in response.iter_lines():
                self.lines.append(line)
        except httpx.HTTPError:
            pass

    def wait_for(self, text, seconds=5.0):
        deadline = time.monotonic() + seconds
        while not any(text in line for line in self.lines):
            assert time.monotonic() < deadline, f"{text!r} did not come: {self.lines}"
            time.sleep(0.01)

    def events(self):
        """(event, id, document) of all that came."""
        blocks = "\n".join(self.lines).split("\n\n")
        parsed = [
            dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
            for block in blocks
        ]
        return [
            (one["event"], one["id"], json.loads(one["data"])) for one in parsed if "data" in one
        ]


def put(bench, conversation, text, channel="widget", kind="operator", **custom):
    payload = {"text": text, "custom": {"language": "en", **custom}}
    with transaction(bench.settings.database_url) as db:
        assert outbox.put(
            db,
            key=uuid.uuid4().hex,
            channel=channel,
            conversation=conversation,
            kind=kind,
            payload=payload,
            now=datetime.now(timezone.utc),
        )


def test_what_an_operator_writes_comes_by_the_stream_within_a_moment(bench):
    browser = Browser(bench)
    with browser.listening() as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        browser.wait_for(": alive")
        put(bench, browser.conversation, "I am Asha from the helpdesk")
        browser.wait_for("Asha")
        put(bench, browser.conversation, "Which district?")
        browser.wait_for("district")
        first, second = browser.events()
    assert first[0] == "message"
    assert first[2]["text"] == "I am Asha from the helpdesk"
    assert (first[2]["from"], first[2]["lang"], first[2]["id"]) == ("operator", "en", first[1])
    assert int(second[1]) > int(first[1])


def test_a_stream_goes_on_after_the_last_message_the_browser_has(bench):
    browser = Browser(bench)
    for text in ("one", "two", "three"):
        put(bench, browser.conversation, text)
    ids = [reply["id"] for reply in browser.poll()]
    assert [reply["text"] for reply in browser.poll(after=ids[0])] == ["two", "three"]
    with browser.listening(after=ids[1]):
        browser.wait_for("three")
    assert [document["text"] for _, _, document in browser.events()] == ["three"]


def test_how_a_hand_over_stands_is_an_event_of_its_own(bench):
    browser = Browser(bench)
    put(bench, browser.conversation, "", handoff={"state": "waiting", "position": 2})
    put(bench, browser.conversation, "closed now", handoff={"state": "closed", "position": None})
    with browser.listening():
        browser.wait_for("closed now")
    assert [(name, document.get("handoff")) for name, _, document in browser.events()] == [
        ("state", "waiting"),
        ("state", "none"),
        ("message", None),
    ]


def test_nobody_hears_what_is_meant_for_another(bench):
    one, other = Browser(bench), Browser(bench)
    put(bench, other.conversation, "for the other only")
    with one.listening():
        one.wait_for(": alive")
        put(bench, one.conversation, "for the first")
        one.wait_for("for the first")
    assert "for the other only" not in "\n".join(one.lines)
    assert one.poll()[0]["text"] == "for the first"


def test_a_quiet_stream_is_kept_alive(bench):
    browser = Browser(bench)
    with browser.listening():
        deadline = time.monotonic() + 5
        while browser.lines.count(": alive") < 3:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_session_has_two_streams_and_a_closed_one_makes_room(bench):
    browser = Browser(bench)
    with browser.listening() as first, browser.listening() as second:
        browser.wait_for(": alive")
        time.sleep(0.1)
        with browser.listening() as third:
            assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
            third.read()
            assert third.json()["error"]["code"] == "too_many_streams"
            assert "{when}" not in third.text
    deadline = time.monotonic() + 5
    while True:
        with browser.listening() as again:
            if again.status_code == 200:
                break
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("after", ["-1", "abc", "9" * 19, "१"])
def test_a_number_that_is_none_is_refused(bench, after):
    browser = Browser(bench)
    for path in ("messages", "events"):
        answer = bench.client.get(
            f"/api/widget/{path}", headers=browser.headers, params={"after": after}
        )
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "after")


def test_the_rest_channel_gets_them_in_front_of_the_next_replies_once(bench):
    bench.say("hello")
    put(bench, conversation_id("rest", bench.sender), "from the helpdesk", channel="rest")
    first = bench.say("next", message_id="m2")
    assert [reply["text"] for reply in first] == ["from the helpdesk", "echo next"]
    assert bench.say("next", message_id="m2") == first
    assert [reply["text"] for reply in bench.say("third")] == ["echo third"]


def test_a_gateway_that_stops_ends_its_streams(bench):
    browser = Browser(bench)
    with browser.listening():
        browser.wait_for(": alive")
        started = time.monotonic()
        bench.gateway.stop()
        assert time.monotonic() - started < 4


def test_a_signal_to_stop_ends_streams_at_once(bench, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": bench.settings.database_url,
        "SECRET_KEY": bench.settings.secret_key,
        "RASA_URL": bench.rasa.server.url,
    }
    command = [sys.executable, "-m", "bot.gateway"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(url)
            with httpx.Client(timeout=30) as client:
                token = client.post(f"{url}/api/widget/session", json={}).json()["session"]
                headers = {"Authorization": f"Bearer {token}"}
                with client.stream("GET", f"{url}/api/widget/events", headers=headers) as stream:
                    assert next(stream.iter_lines()) == ": alive"
                    process.terminate()
                    assert process.wait(8) in {0, -signal.SIGTERM}
        finally:
            process.kill()


def wait_until_up(url):
    deadline = time.monotonic() + 60
    while True:
        with suppress(httpx.HTTPError):
            httpx.get(f"{url}/healthz")
            return
        assert time.monotonic() < deadline, "the gateway did not start"
        time.sleep(0.1)

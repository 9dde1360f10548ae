"""The gateway is killed in mid-conversation: nothing is lost, nothing is said twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import free_port
from tests.emulator.front import TOKEN

pytestmark = pytest.mark.serial
ROOT = Path(__file__).resolve().parents[3]
CHATS = range(800_001, 800_006)


class Killable:
    """The gateway in a process of its own, with the pace of a real one."""

    def __init__(self, bench: Any, log: Path, *, uses_webhook: bool) -> None:
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        ours = replace(bench.settings, port=port)
        self.log = log
        self._environment = {
            **os.environ,
            "PORT": str(port),
            "DATA_DIR": str(bench.database.parent),
            "DATABASE_URL": ours.database_url,
            "SECRET_KEY": ours.secret_key,
            "RASA_URL": ours.rasa_url,
            "ACTIONS_URL": ours.actions_url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": ours.telegram_api_base,
            "TELEGRAM_WEBHOOK_URL": self.url if uses_webhook else "",
            "MESSAGES_PER_MINUTE": "6000",
            "LOG_LEVEL": "DEBUG",
        }

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.gateway"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_for(self._is_up, 60)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def _is_up(self) -> bool:
        assert self._process.poll() is None, self.log.read_text()[-3000:]
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.05)


@pytest.fixture(params=["polling", "webhook"])
def killable(request, make_bench, tmp_path):
    bench = make_bench()
    for server in (bench.rasa.server, bench.actions):
        server.start()
    gateway = Killable(bench, tmp_path / "gateway.log", uses_webhook=request.param == "webhook")
    gateway.start()
    if request.param == "webhook":
        wait_for(lambda: bool(bench.telegram.webhook))
    yield bench, gateway
    gateway.kill()


def test_every_update_is_answered_once_and_in_order(killable, tmp_path):
    bench, gateway = killable
    telegram = bench.telegram
    bench.rasa.delay = 0.15
    for number in range(4):
        for chat in CHATS:
            telegram.say(chat, f"सवाल {number} {chat % 10}")
    # Killed while Rasa is at work, and while Telegram has not taken what is being sent.
    for num_sent in (3, 9):
        wait_for(lambda count=num_sent: len(telegram.sent) >= count)
        telegram.holds_sends, telegram.num_held = True, 0
        wait_for(lambda: telegram.num_held > 0)
        time.sleep(1.0)  # what was taken before is noted by now
        gateway.kill()
        telegram.holds_sends = False
        for chat in CHATS:
            telegram.say(chat, f"बाद में {num_sent} {chat % 10}")
        gateway.start()
    wait_for(lambda: len(telegram.sent) >= 6 * len(CHATS), 90)
    time.sleep(1.5)
    for chat in CHATS:
        asked = [f"सवाल {number} {chat % 10}" for number in range(4)]
        later = [f"बाद में {count} {chat % 10}" for count in (3, 9)]
        assert telegram.texts(chat) == [f"echo {text}" for text in asked + later]
    assert telegram.unconfirmed == 0
    heard = [(one["message_id"], one["message"]) for one in bench.rasa.received]
    assert len(set(heard)) == 6 * len(CHATS)
    gateway.stop()
    check_privacy(tmp_path, gateway.log)


def check_privacy(folder: Path, log: Path) -> None:
    """Neither a chat's number nor words of a person stand in the log, nor the token."""
    text = log.read_text()
    assert "fetching" in text or "webhook" in text
    assert TOKEN not in text
    assert "सवाल" not in text
    files = [log, *folder.glob("*.db*")]
    assert len(files) >= 2
    for path in files:
        content = path.read_bytes()
        assert not [chat for chat in CHATS if str(chat).encode() in content], path


def test_a_message_that_telegram_took_while_we_died_comes_again(make_bench, tmp_path):
    """Telegram has no way to ask what it took: of the two, we rather say it twice."""
    bench = make_bench()
    for server in (bench.rasa.server, bench.actions):
        server.start()
    gateway = Killable(bench, tmp_path / "gateway.log", uses_webhook=False)
    gateway.start()
    bench.telegram.send_seconds = 3.0
    bench.telegram.say(bench.chat, "एक")
    bench.telegram.wait(bench.chat, 1, 30)
    gateway.kill()
    bench.telegram.send_seconds = 0.0
    gateway.start()
    assert bench.telegram.wait(bench.chat, 2, 30) == ["echo एक"] * 2
    bench.telegram.say(bench.chat, "दो")
    assert bench.telegram.wait(bench.chat, 3, 30)[-1] == "echo दो"
    assert len([one for one in bench.rasa.received if one["message"] == "एक"]) == 1
    gateway.kill()

"""Conversations over REST against the three processes, on SQLite and on PostgreSQL."""

import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from store.demo import mobile_at, number_at

pytestmark = pytest.mark.serial

HERE = Path(__file__).parent
CONVERSATIONS: list[dict[str, Any]] = [
    conversation
    for path in sorted(HERE.glob("*.yml"))
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
]
# Invented and checksum-valid; none of them may be found in any file afterwards.
AADHAAR = "2341 2341 2346"
MOBILE = "9876501234"
OTP = "804271"


def test_there_are_conversations() -> None:
    assert len(CONVERSATIONS) >= 5


def say(url: str, sender: str, text: str, **extra: str) -> list[dict[str, Any]]:
    body = {"sender": sender, "message": text, **extra}
    response = httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=30)
    assert response.status_code == 200, response.text
    return response.json()


def text_of(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply.get("text", "") for reply in replies)


def demo_application(conversation: dict[str, Any]) -> tuple[str, str]:
    """Its own invented application where it names one, for codes are sent a few times only."""
    place = conversation.get("place", CONVERSATIONS.index(conversation) % 2 + 1)
    return number_at(place), mobile_at(place)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["name"])
def test_conversation(assistant: Any, conversation: dict[str, Any]) -> None:
    sender = f"test-{uuid.uuid4().hex}"
    number, mobile = demo_application(conversation)
    for turn in conversation["turns"]:
        text = turn["user"].replace("{number}", number).replace("{mobile}", mobile)
        if "{otp}" in text:
            text = text.replace("{otp}", assistant.code_sent_to(mobile))
        reply = text_of(say(assistant.url, sender, text))
        for pattern in turn.get("says", []):
            assert re.search(pattern, reply, re.IGNORECASE), f"{text!r} → {reply!r}"
        for pattern in turn.get("never", []):
            assert not re.search(pattern, reply, re.IGNORECASE), f"{text!r} → {reply!r}"


def test_the_same_message_id_is_answered_once(assistant: Any) -> None:
    sender, key = f"test-{uuid.uuid4().hex}", uuid.uuid4().hex
    first = say(assistant.url, sender, "card kaise banega", message_id=key)
    again = say(assistant.url, sender, "card kaise banega", message_id=key)
    assert first == again
    assert first[0]["text"]


def test_no_identifier_is_left_anywhere(assistant: Any) -> None:
    sender = f"test-{uuid.uuid4().hex}"
    for text in (
        f"mera aadhaar {AADHAAR} hai aur mobile {MOBILE}, card kab banega",
        "mera status batao",
        "UP2024-00000017",
        MOBILE,
        OTP,
        f"my otp is {OTP}",
        f"मेरा मोबाइल {MOBILE} गलत लिख गया",
    ):
        assert text_of(say(assistant.url, sender, text))
    kept = _everything_kept(assistant)
    assert b"[mobile#1]" in kept, "the transcript itself was not found"
    for secret in (AADHAAR, AADHAAR.replace(" ", ""), MOBILE, OTP):
        assert secret.encode() not in kept


def _everything_kept(assistant: Any) -> bytes:
    """The bytes of every file of the instance but the outbox, and of its database."""
    files = [p for p in assistant.data_dir.rglob("*") if p.is_file() and "outbox" not in p.parts]
    kept = b"".join(path.read_bytes() for path in files)
    if assistant.database_url.startswith("postgresql"):
        dump = subprocess.run(
            ["pg_dump", "--data-only", assistant.database_url], capture_output=True, check=True
        )
        kept += dump.stdout
    return kept

"""Who asked to be told of an application is told once when it moves on: with real parts."""

import re
import subprocess
import sys
import uuid
from typing import Any

import pytest
from sqlalchemy import text

from store.engine import dispose, session
from tests.conversations.test_conversations import say, text_of

pytestmark = pytest.mark.serial
# The third of the invented ones: submitted, so that there is a step to take.
NUMBER, MOBILE = "UP2026-99000003", "6000000003"


def test_a_subscriber_is_told_once_with_the_next_reply(assistant: Any) -> None:
    sender = f"test-{uuid.uuid4().hex}"
    for message in ("notify me when my application moves ahead", NUMBER, MOBILE):
        say(assistant.url, sender, message)
    reply = text_of(say(assistant.url, sender, assistant.code_sent_to(MOBILE)))
    assert "I will tell you when" in reply
    move_on(assistant)
    assert num_notices(assistant.database_url) == 1
    told = text_of(say(assistant.url, sender, "thanks"))
    assert f"ending in {NUMBER[-4:]}" in told
    assert re.search("pending for approval.*Next step", told, re.DOTALL)
    assert "ending in" not in text_of(say(assistant.url, sender, "thanks"))


def move_on(assistant: Any) -> None:
    command = [sys.executable, "-m", "store", "demo", "--advance", "3"]
    subprocess.run(command, env=assistant.environment, check=True, capture_output=True)


def num_notices(url: str) -> int:
    with session(url, read_only=True) as db:
        counted = db.execute(text("SELECT count(*) FROM outgoing WHERE kind = 'notice'"))
        found = int(counted.scalar_one())
    dispose(url)
    return found

"""A request that says all is computed at once: every calculator, three scripts, no question back.

The requests stand in `one_sentence.yaml`, apart from the conversations of many turns.
"""

import re
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from actions.rules import calculators

pytestmark = pytest.mark.serial

REQUESTS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("one_sentence.yaml").read_text(encoding="utf-8")
)
NEEDS_A_LIST = "needs a list|सूची चाहिए"
A_SOURCED_RULE = "(Source|स्रोत): .*(Handbook|पुस्तक)"


def say(url: str, text: str) -> list[dict[str, Any]]:
    body = {"sender": f"test-{uuid.uuid4().hex}", "message": text}
    response = httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=30)
    assert response.status_code == 200, response.text
    return response.json()


def text_of(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply.get("text", "") for reply in replies)


def test_there_are_three_requests_for_every_calculator() -> None:
    for name, calculator in calculators().items():
        kind = "told_what_to_do" if calculator.needs_table else "computed"
        assert sum(row["calculator"] == name for row in REQUESTS[kind]) >= 3, name


@pytest.mark.parametrize("row", REQUESTS["computed"], ids=lambda row: row["user"])
def test_a_complete_request_is_computed_at_once(assistant: Any, row: dict[str, Any]) -> None:
    replies = say(assistant.url, row["user"])
    reply = text_of(replies)
    computed = [(answer.get("custom") or {}).get("calculator") for answer in replies]
    assert row["calculator"] in computed, reply
    assert not reply.rstrip().endswith("?"), reply
    for pattern in row["says"]:
        assert re.search(pattern, reply), reply


@pytest.mark.parametrize("row", REQUESTS["told_what_to_do"], ids=lambda row: row["user"])
def test_what_needs_a_list_is_said_or_the_rule_is(assistant: Any, row: dict[str, Any]) -> None:
    replies = say(assistant.url, row["user"])
    reply = text_of(replies)
    assert not any((answer.get("custom") or {}).get("calculator") for answer in replies), reply
    assert re.search(NEEDS_A_LIST, reply) or re.search(A_SOURCED_RULE, reply), reply

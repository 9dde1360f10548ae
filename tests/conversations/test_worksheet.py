"""From a message to the printed page, through all three processes."""

import re
import uuid
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.serial


def test_the_link_of_a_conversation_opens_the_worksheet(assistant: Any) -> None:
    sender = f"test-{uuid.uuid4().hex}"
    texts, buttons = [], []
    for message in (
        "bill of 6,20,000 in an empanelled private hospital, admitted, how much is cashless",
        "/print_worksheet",
    ):
        body = {"sender": sender, "message": message, "language": "en"}
        replies = httpx.post(
            f"{assistant.url}/webhooks/rest/webhook", json=body, timeout=30
        ).json()
        texts.append("\n".join(reply.get("text", "") for reply in replies))
        buttons += [b["payload"] for reply in replies for b in reply.get("buttons", [])]
    assert "/print_worksheet" in buttons
    url = re.search(r"https?://\S+/worksheets/\S+", texts[-1])[0]
    assert url.startswith(f"{assistant.url}/worksheets/")
    page = httpx.get(url)
    assert page.status_code == 200
    assert "₹5,00,000" in page.text
    assert "₹1,20,000" in page.text
    assert url.rpartition("/")[2] not in assistant.log.read_text(errors="replace")


def test_the_same_calculators_answer_programs(assistant: Any) -> None:
    form = {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": 620000}
    answer = httpx.post(f"{assistant.url}/api/calculators/sects_cover", json=form, timeout=30)
    assert answer.status_code == 200
    assert answer.json()["result"]["payable_by_beneficiary"] == 120000

"""A document is loaded while the assistant runs, quoted soon after, and forgotten once removed."""

import re
import subprocess
import sys
import time
import uuid
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.serial

ROOT = Path(__file__).parents[2]
RULE = (
    "## गोमती निवास\n\n1. गोमती निवास का कमरा अधिकतम 5 रात्रि के लिए आरक्षित किया जा सकता है। "
    "आरक्षण संपदा अधिकारी के कार्यालय में 7 दिन पहले करना होगा। निवास का शुल्क ₹450 प्रति रात्रि है।\n"
)
QUESTIONS = {
    "hi": "गोमती निवास का शुल्क कितना है",
    "hinglish": "gomti niwas ka shulk kitna hai",
    "en": "what is the fee of Gomti Niwas",
}


def ask(url, text):
    body = {"sender": uuid.uuid4().hex, "message": text}
    response = httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=30)
    return "\n".join(reply.get("text", "") for reply in response.json())


def documents(assistant, *arguments):
    command = [sys.executable, "-m", "bot", "documents", *arguments]
    environment = {**assistant.environment, "DATABASE_URL": assistant.database_url}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(1)


def test_a_document_is_quoted_and_forgotten_without_a_restart(assistant, tmp_path):
    path = tmp_path / "house.txt"
    path.write_text(RULE, encoding="utf-8")
    before = ask(assistant.url, QUESTIONS["hi"])
    assert "₹450" not in before
    titles = ["--title", "Guest house order", "--title-hi", "अतिथि गृह आदेश"]
    documents(assistant, "add", str(path), *titles, "--date", "2025-01-01")
    wait_for(lambda: "₹450" in ask(assistant.url, QUESTIONS["hi"]))
    for language, question in QUESTIONS.items():
        reply = ask(assistant.url, question)
        title = "Guest house order" if language == "en" else "अतिथि गृह आदेश"
        assert re.search(f"«[^»]*₹450[^»]*» – {title}, गोमती निवास", reply), reply
        assert "1800-1800-4444" in reply
    assert "«" not in ask(assistant.url, "आज लखनऊ का मौसम कैसा है")
    number = re.search(r"^ *(\d+) .*Guest house order$", documents(assistant, "list"), re.M)[1]
    documents(assistant, "remove", number)
    wait_for(lambda: "₹450" not in ask(assistant.url, QUESTIONS["hi"]))

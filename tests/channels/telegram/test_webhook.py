"""Updates that Telegram brings: only with its secret, and only after they are written down."""

import time

import httpx
import pytest

from bot.channels.telegram.webhook import HEADER, hidden_path, secret
from tests.emulator.front import TOKEN


@pytest.fixture
def bench(make_bench):
    made = make_bench(uses_webhook=True)
    made.start()
    deadline = time.monotonic() + 10
    while not made.telegram.webhook:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return made


def update(number, chat=77):
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "from": {"id": chat, "is_bot": False},
            "chat": {"id": chat, "type": "private"},
            "date": 1,
            "text": "पेंशन",
        },
    }


def test_updates_come_and_are_answered(bench):
    assert bench.ask("पेंशन") == ["echo पेंशन"]
    bench.ask("/start")
    bench.telegram.press(bench.chat, "English")
    assert bench.telegram.wait(bench.chat, 3)[-1] == "echo /switch_language_en"
    assert bench.telegram.deliveries == [200] * 3
    assert "getUpdates" not in [name for name, _ in bench.telegram.calls]


def test_telegram_is_given_a_hidden_address_a_secret_and_the_kinds_we_need(bench):
    fields = bench.telegram.wait_for("setWebhook")
    assert fields["url"] == f"{bench.gateway.url}/telegram/webhook/{hidden_path(TOKEN)}"
    assert fields["secret_token"] == secret(TOKEN)
    assert len(hidden_path(TOKEN)) == 40
    assert TOKEN not in fields["url"]
    assert fields["allowed_updates"] == [
        *("message", "edited_message", "callback_query", "my_chat_member")
    ]
    assert fields["drop_pending_updates"] == "false"
    assert len([1 for name, _ in bench.telegram.calls if name == "setWebhook"]) == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (None, {}),
        (None, {HEADER: ""}),
        (None, {HEADER: "wrong"}),
        (None, {HEADER: "ü"}),
        ("0" * 40, "right"),
        ("", {}),
    ],
)
def test_nothing_is_taken_without_the_secret_and_the_path(bench, path, headers):
    path = hidden_path(TOKEN) if path is None else path
    given = {HEADER: secret(TOKEN)} if headers == "right" else headers
    url = f"{bench.gateway.url}/telegram/webhook/{path}".rstrip("/")
    encoded = {name: value.encode() for name, value in given.items()}
    response = httpx.post(url, json=update(1), headers=encoded)
    assert response.status_code == 404
    assert set(response.json()["error"]["message"]) == {"hi", "en"}
    assert bench.rasa.received == []


def test_the_short_address_takes_updates_with_the_secret(bench):
    url = f"{bench.gateway.url}/telegram/webhook"
    response = httpx.post(url, json=update(5, bench.chat), headers={HEADER: secret(TOKEN)})
    assert response.status_code == 200
    assert bench.telegram.wait(bench.chat, 1) == ["echo पेंशन"]


def test_the_same_update_again_is_granted_and_answered_once(bench):
    url = f"{bench.gateway.url}/telegram/webhook"
    for _ in range(3):
        response = httpx.post(url, json=update(9, bench.chat), headers={HEADER: secret(TOKEN)})
        assert response.status_code == 200
    bench.telegram.wait(bench.chat, 1)
    assert bench.ask("दूसरा") == ["echo दूसरा"]
    assert len(bench.telegram.to(bench.chat)) == 2


@pytest.mark.parametrize("body", [b"{", b"[1]", b"7", b'{"update_id": "x"}', b"null"])
def test_what_is_no_update_breaks_nothing(bench, body):
    url = f"{bench.gateway.url}/telegram/webhook"
    headers = {HEADER: secret(TOKEN), "Content-Type": "application/json"}
    assert httpx.post(url, content=body, headers=headers).status_code in (200, 400)
    assert bench.ask("पेंशन") == ["echo पेंशन"]


def test_a_polling_instance_takes_no_webhook(make_bench):
    bench = make_bench()
    bench.start()
    url = f"{bench.gateway.url}/telegram/webhook/{hidden_path(TOKEN)}"
    response = httpx.post(url, json=update(1), headers={HEADER: secret(TOKEN)})
    assert response.status_code == 404
    bench.telegram.wait_for("deleteWebhook")

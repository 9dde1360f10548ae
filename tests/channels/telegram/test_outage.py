"""Telegram, or Rasa, is down, slow, or says that it is too much."""

import time
from dataclasses import replace

import httpx
import pytest

from tests.channels.telegram.conftest import SOON
from tests.emulator.front import Fault
from tests.gateway.conftest import QUICK


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
        Fault(500, "Internal Server Error", times=3),
        Fault(502, "Bad Gateway", times=2),
        Fault(429, "Too Many Requests"),
    ],
    ids=["429", "500", "502", "bare 429"],
)
def test_a_message_that_telegram_did_not_take_comes_later(bench, fault):
    bench.telegram.faults["sendMessage"] = [fault]
    assert bench.ask("पेंशन") == ["echo पेंशन"]
    assert fault.times == 0
    assert bench.ask("फिर") == ["echo फिर"]
    assert len(bench.telegram.to(bench.chat)) == 2


def test_429_is_obeyed(bench):
    bench.telegram.faults["sendMessage"] = [Fault(429, "x", {"retry_after": 2})]
    started = time.monotonic()
    bench.ask("पेंशन")
    assert time.monotonic() - started >= 2


def test_what_waits_keeps_its_order(bench):
    bench.telegram.faults["sendMessage"] = [Fault(503, times=4)]
    for number in range(4):
        bench.telegram.say(bench.chat, f"n{number}")
    assert bench.telegram.wait(bench.chat, 4) == [f"echo n{number}" for number in range(4)]


def test_a_message_that_telegram_refuses_is_dropped_and_holds_nothing_up(bench):
    before = bench.metric('sahayak_sends_total{channel="telegram",outcome="bad_request"}')
    bench.telegram.faults["sendMessage"] = [Fault(400, "Bad Request: chat not found")]
    bench.telegram.say(bench.chat, "एक")
    bench.wait_until('sahayak_sends_total{channel="telegram",outcome="bad_request"}', before + 1)
    assert bench.ask("दो") == ["echo दो"]


def test_html_that_telegram_cannot_read_goes_out_plain(bench):
    bench.telegram.faults["sendMessage"] = [Fault(400, "Bad Request: can't parse entities: x")]
    bench.rasa.replies = [{"text": "**वेतन** < 5"}]
    assert bench.ask("एक") == ["वेतन < 5"]
    assert "parse_mode" not in bench.telegram.to(bench.chat)[-1]


@pytest.mark.parametrize(
    "fault",
    [Fault(401, "Unauthorized", times=10_000), Fault(500, times=10_000)]
    + [Fault(429, "x", {"retry_after": 1}, times=10_000)],
    ids=["401", "500", "429"],
)
def test_the_gateway_starts_and_talks_without_telegram(make_bench, fault):
    bench = make_bench()
    bench.telegram.faults["*"] = [fault]
    bench.start()
    assert httpx.get(f"{bench.gateway.url}/healthz").status_code == 200
    answer = httpx.post(
        f"{bench.gateway.url}/webhooks/rest/webhook", json={"sender": "a", "message": "पेंशन"}
    )
    assert answer.json()[0]["text"] == "echo पेंशन"
    bench.wait_until("sahayak_telegram_waiting_updates", 0)
    assert bench.metric("sahayak_telegram_failures_total") > 0
    bench.telegram.faults.clear()
    assert bench.ask("आ गए?") == ["echo आ गए?"]


def test_telegram_goes_away_and_comes_back(make_bench):
    bench = make_bench()
    bench.start()
    bench.ask("एक")
    bench.telegram.server.stop()
    time.sleep(0.5)
    bench.telegram.say(bench.chat, "दो")
    bench.telegram.say(bench.chat, "तीन")
    bench.telegram.server.start()
    assert bench.telegram.wait(bench.chat, 3) == ["echo एक", "echo दो", "echo तीन"]


def test_another_poller_does_not_stop_ours(bench):
    bench.telegram.faults["getUpdates"] = [Fault(409, "Conflict: terminated by other", times=2)]
    assert bench.ask("पेंशन") == ["echo पेंशन"]


def test_a_forgotten_webhook_is_removed(bench):
    bench.telegram.faults["getUpdates"] = [Fault(409, "Conflict: a webhook is active", times=2)]
    assert bench.ask("पेंशन") == ["echo पेंशन"]
    bench.telegram.wait_for("deleteWebhook")


def test_while_rasa_is_down_people_are_told_once_and_answered_later(make_bench):
    bench = make_bench(options=replace(QUICK, patience_seconds=0.3, retry_seconds=20.0))
    bench.start()
    bench.rasa.server.stop()
    bench.telegram.say(bench.chat, "एक")
    [told] = bench.telegram.wait(bench.chat, 1)
    assert "अपने आप" in told
    time.sleep(1)
    assert len(bench.telegram.to(bench.chat)) == 1
    bench.rasa.server.start()
    assert bench.telegram.wait(bench.chat, 2)[1:] == ["echo एक"]
    assert bench.ask("दो") == ["echo दो"]


def test_when_rasa_stays_down_the_person_is_given_the_helpline(make_bench):
    bench = make_bench(options=replace(QUICK, patience_seconds=0.2, retry_seconds=0.8))
    bench.start()
    bench.rasa.server.stop()
    bench.telegram.say(bench.chat, "एक")
    texts = bench.telegram.wait(bench.chat, 2)
    assert "1800-1800-4444" in texts[1]


def test_a_chat_that_became_a_supergroup_is_followed(bench):
    bench.telegram.faults["sendMessage"] = [
        Fault(400, "group chat was upgraded", {"migrate_to_chat_id": -1009})
    ]
    bench.telegram.say(
        31, "@TestNameBot पेंशन?", chat={"id": -1008, "type": "group", "title": "Office"}
    )
    assert bench.telegram.wait(-1009, 1) == ["echo पेंशन?"]


def test_soon_is_shorter_than_real():
    assert SOON.chat_pause_seconds < type(SOON)().chat_pause_seconds == 1.0

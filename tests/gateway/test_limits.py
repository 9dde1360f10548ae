import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from bot.gateway.app import create_app
from bot.gateway.limits import TokenBuckets
from bot.gateway.options import Options, read_options


@pytest.fixture(scope="module")
def options():
    return Options(sender_per_minute=60, sender_burst=20, address_burst=200, readiness_seconds=0)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_gives_its_burst_then_one_by_one():
    clock = Clock()
    buckets = TokenBuckets(per_minute=60, burst=3, max_keys=10, clock=clock)

    def take():
        return asyncio.run(buckets.take("asha"))

    assert [take() for _ in range(3)] == [0, 0, 0]
    assert take() == pytest.approx(1.0)
    clock.now = 1.0
    assert take() == 0
    assert take() > 0
    clock.now = 100.0
    assert [take() for _ in range(3)] == [0, 0, 0]
    assert take() > 0


def test_invented_senders_do_not_fill_the_memory():
    buckets = TokenBuckets(per_minute=60, burst=3, max_keys=10)
    for number in range(100):
        asyncio.run(buckets.take(str(number)))
    assert len(buckets._buckets) == 10


def test_fifty_messages_at_once_are_answered_up_to_the_limit_and_the_rest_told_when(bench):
    def post(number):
        return bench.post(sender=bench.sender, message=f"message {number}")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(post, range(50)))
    answered = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(answered) + len(refused) == 50
    assert 20 <= len(answered) <= 26
    assert len(bench.rasa.texts) == len(answered)
    for answer in refused:
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["error"]["code"] == "rate_limited"
        assert set(answer.json()["error"]["message"]) == {"hi", "en"}
    assert bench.text("someone else is served", sender=f"{bench.sender}-2").startswith("echo")
    assert 'sahayak_rate_limited_total{by="sender"}' in bench.client.get("/metrics").text


@pytest.mark.parametrize(("trusted", "expected"), [(False, 429), (True, 200)])
def test_an_address_is_taken_from_a_proxy_only_when_told_to(bench, trusted, expected):
    ours = replace(bench.settings, trust_forwarded_for=trusted)
    app = create_app(ours, Options(address_burst=1, address_per_minute=1))

    async def post_twice():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return [
                await client.post(
                    "/webhooks/rest/webhook",
                    json={"sender": "a", "message": ""},
                    headers={"X-Forwarded-For": f"203.0.113.9, 203.0.113.{host}"},
                )
                for host in (1, 2)
            ]

    first, second = asyncio.run(post_twice())
    assert (first.status_code, second.status_code) == (200, expected)


def test_the_settings_say_how_many_messages_a_minute(bench):
    options = read_options(replace(bench.settings, messages_per_minute=10))
    assert (options.sender_per_minute, options.sender_burst) == (10, 5)

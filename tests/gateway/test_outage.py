import sqlite3
import threading
import time
from dataclasses import replace

import httpx
import pytest

from bot.gateway.ledger import Ledger
from store import transcripts
from store.engine import session
from store.errors import StoreBusy


def wait_for(condition, seconds=8.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_unavailable(replies):
    custom = replies[0].get("custom", {})
    if custom.get("code") != "unavailable":
        return False
    assert custom["retry_after"] > 0
    assert any("\u0900" <= letter <= "\u097f" for letter in replies[0]["text"])
    assert "try again" in replies[0]["text"]
    return True


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_part_that_is_down_is_told_and_the_message_is_answered_when_it_is_back(bench, part):
    server = bench.rasa.server if part == "rasa" else bench.actions
    server.stop()
    if part == "actions":
        bench.rasa.mode = "empty"
    started = time.monotonic()
    assert is_unavailable(bench.say("is OPD free", message_id="m-1"))
    assert time.monotonic() - started < 4
    assert bench.client.get("/readyz").status_code == 503
    bench.rasa.mode = "echo"
    server.start()
    wait_for(lambda: not is_unavailable(bench.say("is OPD free", message_id="m-1")))
    assert bench.say("is OPD free", message_id="m-1")[0]["text"] == "echo is OPD free"
    assert bench.client.get("/readyz").status_code == 200


def test_an_answer_nobody_can_ask_for_comes_with_the_next_reply(bench):
    bench.rasa.server.stop()
    assert is_unavailable(bench.say("first"))
    bench.rasa.server.start()
    wait_for(lambda: bench.rasa.texts == ["first"])
    time.sleep(0.2)
    assert bench.text("second") == "echo first\necho second"
    assert bench.text("third") == "echo third"


def test_messages_kept_during_an_outage_reach_rasa_in_order(bench):
    bench.rasa.server.stop()
    for number in range(3):
        assert is_unavailable(bench.say(f"message {number}", message_id=f"m-{number}"))
    bench.rasa.server.start()
    wait_for(lambda: len(bench.rasa.texts) == 3)
    assert bench.rasa.texts == ["message 0", "message 1", "message 2"]
    assert bench.text("message 1", message_id="m-1") == "echo message 1"


def test_a_slow_answer_is_not_asked_for_twice(bench):
    bench.rasa.delay = 1.0
    assert is_unavailable(bench.say("slow", message_id="m-1"))
    wait_for(lambda: bench.text("slow", message_id="m-1") == "echo slow")
    assert bench.rasa.texts == ["slow"]


def test_a_message_is_not_lost_when_the_gateway_stops_too(bench):
    bench.rasa.server.stop()
    assert is_unavailable(bench.say("mobile 9876543210", message_id="m-1"))
    bench.gateway.stop()
    bench.rasa.server.start()
    bench.gateway.start()
    wait_for(lambda: bench.rasa.texts == ["mobile [mobile#1]"])
    assert bench.text("mobile 9876543210", message_id="m-1") == "echo mobile [mobile#1]"
    assert bench.rasa.received[0]["metadata"]["today"]


def test_an_outage_that_does_not_end_is_recorded_as_the_answer(bench):
    bench.rasa.server.stop()
    bench.say("is OPD free", message_id="m-1")

    def has_given_up():
        replies = bench.say("is OPD free", message_id="m-1")
        return replies[0]["custom"]["code"] == "gave_up"

    wait_for(has_given_up, seconds=12)
    bench.rasa.server.start()
    assert "1800-1800-4444" in bench.text("is OPD free", message_id="m-1")
    assert bench.rasa.texts == []


@pytest.mark.parametrize("mode", ["empty", "500"])
def test_a_message_that_breaks_every_turn_is_given_up_soon(bench, mode):
    bench.rasa.mode = mode
    wait_for(lambda: bench.say("poison", message_id="m")[0]["custom"]["code"] == "gave_up")
    assert len(bench.rasa.texts) == 3
    bench.rasa.mode = "echo"
    assert bench.text("well", message_id="n") == "echo well"


def test_a_message_rasa_refuses_is_not_sent_again(bench):
    bench.rasa.mode = "400"
    assert bench.say("odd")[0]["custom"]["code"] == "gave_up"
    assert len(bench.rasa.texts) == 1


def test_other_conversations_go_on_while_one_waits(bench):
    bench.rasa.mode = "empty"
    bench.actions.stop()
    assert is_unavailable(bench.say("stuck"))
    bench.rasa.mode = "echo"
    assert bench.text("fine", sender=f"{bench.sender}-other") == "echo fine"


def test_a_locked_database_is_told_and_nothing_is_half_done(bench):
    with sqlite3.connect(bench.database, isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        response = bench.post(sender=bench.sender, message="is OPD free", message_id="m-1")
        lock.execute("ROLLBACK")
    lock.close()
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "store_busy"
    assert set(response.json()["error"]["message"]) == {"hi", "en"}
    assert "retry-after" in response.headers
    assert bench.rasa.texts == []
    assert bench.text("is OPD free", message_id="m-1") == "echo is OPD free"


def test_an_answer_reaches_its_person_while_the_database_is_locked(bench):
    bench.rasa.delay = 0.3
    found = []
    asking = threading.Thread(target=lambda: found.append(bench.say("x", message_id="m-1")))
    asking.start()
    wait_for(lambda: bench.rasa.texts == ["x"])
    with sqlite3.connect(bench.database, isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        asking.join(3)
        assert found
        lock.execute("ROLLBACK")
    lock.close()
    assert found[0][0]["text"] == "echo x"
    wait_for(lambda: bench.text("x", message_id="m-1") == "echo x")
    assert bench.rasa.texts == ["x"]


def test_requests_under_way_are_finished_when_the_gateway_stops(bench):
    bench.rasa.delay = 0.3
    found = []
    asking = threading.Thread(target=lambda: found.append(bench.say("x")))
    asking.start()
    wait_for(lambda: bench.rasa.texts == ["x"])
    bench.gateway.stop()
    asking.join()
    assert found[0][0]["text"] == "echo x"
    with pytest.raises(httpx.ConnectError):
        httpx.get(bench.gateway.url)


def test_too_many_messages_under_way_are_refused(bench, options):
    assert options.max_turns_per_conversation < 100
    bench.rasa.server.stop()
    answers = []
    limit = options.max_turns_per_conversation
    threads = [
        threading.Thread(
            target=lambda: answers.append(bench.post(sender=bench.sender, message="x"))
        )
        for _ in range(limit + 10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    assert {answer.json()["error"]["code"] for answer in refused} == {"busy"}
    bench.rasa.server.start()


def test_a_rasa_server_that_hangs_is_asked_again_after_a_while(bench, options):
    bench.rasa.delay = 60.0
    found = []
    asking = threading.Thread(target=lambda: found.append(bench.say("x", message_id="m-1")))
    asking.start()
    wait_for(lambda: bench.rasa.texts == ["x"])
    bench.rasa.delay = 0.0
    wait_for(lambda: bench.rasa.texts == ["x", "x"], seconds=options.attempt_seconds + 3)
    asking.join()
    assert bench.say("x", message_id="m-1")[0]["text"] == "echo x"


def test_the_next_message_waits_until_the_answer_before_it_is_written_down(bench, monkeypatch):
    close, until = Ledger.close_turn, time.monotonic() + 2.5

    def busy_for_a_while(self, closing, memory):
        if time.monotonic() < until:
            raise StoreBusy("locked")
        return close(self, closing, memory)

    monkeypatch.setattr(Ledger, "close_turn", busy_for_a_while)
    assert bench.say("one", message_id="m-1")[0]["text"] == "echo one"
    assert time.monotonic() < until  # handed out, though it could not be written down
    assert bench.say("two", message_id="m-2")[0]["text"] == "echo two"
    conversation = bench.rasa.received[0]["sender"]
    with session(bench.settings.database_url) as db:
        lines = transcripts.fetch_recent(db, conversation, 10)
    assert [line.text for line in lines] == ["one", "echo one", "two", "echo two"]


@pytest.fixture(scope="module")
def options():
    from bot.gateway.options import Options

    quick = Options(sender_per_minute=60_000, sender_burst=10_000, address_burst=10_000)
    return replace(
        quick,
        address_per_minute=60_000,
        patience_seconds=0.5,
        record_patience_seconds=0.1,
        retry_seconds=5.0,
        attempt_seconds=1.5,
        recovery_seconds=5.0,
        retry_pause_seconds=0.05,
        max_retry_pause_seconds=0.1,
        readiness_seconds=0.0,
        max_turns_per_conversation=12,
    )

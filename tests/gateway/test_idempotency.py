import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
from sqlalchemy import text

from store import receipts, transcripts
from store.engine import session


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(request, empty_database, tmp_path_factory):
    import shutil

    from store import engine
    from store.migrate import migrate

    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        migrate(url)
    else:
        path = tmp_path_factory.mktemp("gateway") / "gateway.db"
        shutil.copy(empty_database, path)
        url = f"sqlite:///{path}"
    yield url
    engine.dispose(url)


def test_the_same_message_id_again_gets_the_same_replies_and_does_nothing_twice(bench):
    first = bench.say("is OPD free", message_id="m-1")
    assert bench.say("is OPD free", message_id="m-1") == first
    assert bench.rasa.texts == ["is OPD free"]


def test_a_repeat_waits_for_a_message_that_is_still_under_way(bench):
    bench.rasa.delay = 0.3
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: bench.say("is OPD free", message_id="m-1"), range(5)))
    assert answers == [answers[0]] * 5
    assert bench.rasa.texts == ["is OPD free"]


def test_a_message_id_with_another_text_is_refused_in_both_languages(bench):
    bench.say("is OPD free", message_id="m-1")
    response = bench.post(sender=bench.sender, message="something else", message_id="m-1")
    assert response.status_code == 409
    error = response.json()["error"]
    assert (error["code"], error["field"]) == ("message_id_reused", "message_id")
    assert set(error["message"]) == {"hi", "en"}
    assert bench.rasa.texts == ["is OPD free"]


def test_the_same_message_id_of_another_sender_is_another_message(bench):
    bench.say("one", message_id="m-1")
    assert bench.say("two", sender="someone else", message_id="m-1")[0]["text"] == "echo two"


def test_messages_without_an_id_are_each_new(bench):
    bench.say("is OPD free")
    bench.say("is OPD free")
    assert bench.rasa.texts == ["is OPD free"] * 2


def test_a_repeat_is_answered_by_a_gateway_that_was_started_since(bench):
    first = bench.say("is OPD free", message_id="m-1")
    bench.gateway.stop()
    bench.gateway.start()
    assert bench.say("is OPD free", message_id="m-1") == first
    assert bench.rasa.texts == ["is OPD free"]


def test_a_message_with_an_identifier_can_be_repeated(bench):
    first = bench.say("mobile 9876543210", message_id="m-1")
    assert bench.say("mobile 9876543210", message_id="m-1") == first
    assert bench.rasa.texts == ["mobile [mobile#1]"]


def test_messages_of_one_sender_reach_rasa_in_the_order_of_their_arrival(bench):
    bench.rasa.delay = 0.02
    names = [f"message {number}" for number in range(12)]
    threads = []
    for name in names:
        thread = threading.Thread(target=bench.say, args=(name,))
        threads.append(thread)
        thread.start()
        time.sleep(0.03)
    for thread in threads:
        thread.join()
    assert bench.rasa.texts == names
    assert not bench.rasa.overlapped


def test_what_another_gateway_answered_stands_and_nothing_is_written_twice(bench):
    bench.rasa.delay = 0.2
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(bench.say, "is OPD free", message_id="m-1")
        deadline = time.monotonic() + 5
        while not bench.rasa.texts:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        conversation = bench.rasa.received[0]["sender"]
        other = [{"text": "the other was faster"}]
        with session(bench.settings.database_url) as db:
            now = datetime.now(timezone.utc)
            assert receipts.answer(db, conversation, "client:m-1", other, now=now)
        assert [one["text"] for one in asking.result()] == ["the other was faster"]
    with session(bench.settings.database_url) as db:
        lines = transcripts.fetch_recent(db, conversation, 10)
    assert [line.direction for line in lines] == ["in"]


def test_a_message_written_down_by_a_run_that_died_is_answered_when_it_is_repeated(bench):
    first = bench.say("is OPD free", message_id="m-1")
    conversation = bench.rasa.received[0]["sender"]
    with session(bench.settings.database_url) as db:
        db.execute(text("UPDATE receipts SET status = 'pending', replies = NULL"))
    assert bench.say("is OPD free", message_id="m-1") == first
    with session(bench.settings.database_url) as db:
        lines = transcripts.fetch_recent(db, conversation, 10)
    assert [line.direction for line in lines].count("in") == 1

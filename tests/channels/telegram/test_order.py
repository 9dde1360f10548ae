"""Messages of one chat in order, chats side by side, and Telegram's rates."""

import itertools
import time
from dataclasses import replace

from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import Bot, read
from bot.channels.telegram.records import Arrival, Records
from tests.channels.telegram.conftest import SOON
from tests.gateway.conftest import QUICK

# A busy machine must not make people wait so long that they are told so.
PATIENT = {"patience_seconds": 30.0}

FULL_PACE = replace(SOON, chat_pause_seconds=TelegramOptions().chat_pause_seconds)


def test_a_chat_is_answered_in_order(bench):
    bench.rasa.delay = 0.02
    for number in range(20):
        bench.telegram.say(bench.chat, f"सवाल {number}")
    assert bench.telegram.wait(bench.chat, 20) == [f"echo सवाल {number}" for number in range(20)]
    assert not bench.rasa.overlapped


def test_chats_do_not_wait_for_each_other(bench):
    bench.rasa.delay = 0.4
    chats = range(700_001, 700_011)
    for chat in chats:
        bench.telegram.say(chat, "पेंशन")
    started = time.monotonic()
    for chat in chats:
        bench.telegram.wait(chat, 1)
    assert time.monotonic() - started < 0.4 * len(chats) / 2
    assert bench.rasa.most_under_way >= 5


def test_a_chat_gets_one_message_a_second(make_bench):
    bench = make_bench(soon=FULL_PACE)
    bench.start()
    bench.rasa.replies = [{"text": "एक"}, {"text": "दो"}, {"text": "तीन"}]
    bench.telegram.say(bench.chat, "पेंशन")
    bench.telegram.wait(bench.chat, 3)
    times = [one["at"] for one in bench.telegram.to(bench.chat)]
    assert all(later - earlier >= 0.95 for earlier, later in itertools.pairwise(times))


def test_all_chats_together_get_thirty_a_second(make_bench):
    bench = make_bench(
        options=replace(QUICK, sender_per_minute=60_000),
        soon=replace(SOON, messages_per_second=10.0),
    )
    bench.start()
    chats = range(710_001, 710_031)
    for chat in chats:
        bench.telegram.say(chat, "पेंशन")
    for chat in chats:
        bench.telegram.wait(chat, 1)
    times = sorted(one["at"] for one in bench.telegram.sent)
    # A bucket of ten, then ten a second: thirty take two seconds.
    assert times[-1] - times[0] > 1.5
    in_one_second = max(sum(t <= u < t + 1 for u in times) for t in times)
    assert in_one_second <= 21


def test_a_flood_is_told_once_and_the_rest_of_the_chats_go_on(make_bench):
    bench = make_bench(options=replace(QUICK, **PATIENT, sender_per_minute=6, sender_burst=3))
    bench.start()
    for number in range(10):
        bench.telegram.say(bench.chat, f"सवाल {number}")
    texts = bench.telegram.wait(bench.chat, 4)
    bench.wait_until_quiet()
    texts = bench.telegram.texts(bench.chat)
    assert texts[:3] == ["echo सवाल 0", "echo सवाल 1", "echo सवाल 2"]
    assert "सेकंड" in texts[3]
    assert len(texts) <= 5  # a second line only where the minute changed meanwhile
    bench.telegram.say(720_001, "और मैं?")
    assert bench.telegram.wait(720_001, 1) == ["echo और मैं?"]


def test_what_waited_at_telegram_is_no_flood(make_bench):
    bench = make_bench(options=replace(QUICK, **PATIENT, sender_per_minute=6, sender_burst=3))
    for number in range(8):
        bench.telegram.say(bench.chat, f"सवाल {number}", date=int(time.time()) - 120)
    bench.start()
    assert bench.telegram.wait(bench.chat, 8) == [f"echo सवाल {number}" for number in range(8)]


def test_the_daily_limit_is_told_once(make_bench):
    bench = make_bench(options=replace(QUICK, **PATIENT, messages_per_day=2))
    bench.start()
    for number in range(5):
        bench.telegram.say(bench.chat, f"सवाल {number}")
    bench.telegram.wait(bench.chat, 3)
    bench.wait_until_quiet()
    texts = bench.telegram.texts(bench.chat)
    assert texts[:2] == ["echo सवाल 0", "echo सवाल 1"]
    assert len(texts) == 3
    assert "कल" in texts[2]


def test_what_another_gateway_wrote_down_before_it_died_is_answered(make_bench):
    bench = make_bench(soon=replace(SOON, abandoned_seconds=0.3))
    bench.start()
    person = {"id": bench.chat, "is_bot": False, "first_name": "A"}
    said = {"message_id": 5, "date": 1, "from": person, "text": "पेंशन"}
    document = {"update_id": 5, "message": {**said, "chat": {"id": bench.chat, "type": "private"}}}
    update = read(document, Bot(1))
    assert update is not None
    # No lane is woken: as if the process that took it had ended.
    assert Records(bench.settings.database_url).save([Arrival(update, document)])
    assert bench.telegram.wait(bench.chat, 1) == ["echo पेंशन"]

"""What the gateway tells Rasa of the last answer."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.gateway.closings import Closing
from bot.gateway.ledger import Ledger
from bot.gateway.memory import Memory
from bot.gateway.messages import Incoming
from bot.gateway.outcomes import judge

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
ANSWER = [{"text": "180 days.", "custom": {"answer": "mat_days", "topic": "leave"}}]
ASKING = [{"text": "Which one?", "buttons": [{"title": "This", "payload": "/stop"}]}]
REMARK = [{"text": "Half of ₹52,000 = ₹26,000", "custom": {"language": "en"}}]


def context_of(bench):
    return bench.rasa.received[-1]["metadata"].get("context")


def test_the_message_after_an_answer_names_it(bench):
    bench.rasa.replies = ANSWER
    bench.say("maternity leave kitne din")
    assert context_of(bench) is None
    bench.say("kitni baar?")
    assert context_of(bench) == {"answer": "mat_days"}


@pytest.mark.parametrize("kind", [ASKING, REMARK])
def test_another_kind_of_reply_ends_the_topic(bench, kind):
    bench.rasa.replies = ANSWER
    bench.say("maternity leave kitne din")
    bench.rasa.replies = kind
    bench.say("thanks")
    bench.say("kitni baar?")
    assert context_of(bench) is None


def test_an_answer_followed_by_a_question_of_ours_is_no_context(bench):
    bench.rasa.replies = [*ANSWER, *ASKING]
    bench.say("maternity leave kitne din")
    bench.say("80,000")
    assert context_of(bench) is None


def test_a_remark_after_an_answer_leaves_its_topic_open(bench):
    bench.rasa.replies = [*ANSWER, *REMARK]
    bench.say("maternity leave kitne din")
    bench.say("kitni baar?")
    assert context_of(bench) == {"answer": "mat_days"}


def test_each_conversation_has_its_own(bench):
    bench.rasa.replies = ANSWER
    bench.say("maternity leave kitne din")
    bench.say("kitni baar?", sender="somebody-else")
    assert context_of(bench) is None


def test_a_turn_that_failed_leaves_no_context(bench):
    bench.rasa.replies = ANSWER
    bench.say("maternity leave kitne din")
    bench.rasa.replies = []
    bench.say("kitni baar?")
    bench.wait_until_idle()
    bench.rasa.replies = ANSWER
    bench.say("kitni baar?")
    assert context_of(bench) is None


def test_the_topic_is_forgotten_after_ten_minutes():
    memory = Memory()
    memory.note_answer(ANSWER, NOW)
    assert memory.context(NOW + timedelta(minutes=9)) == {"context": {"answer": "mat_days"}}
    assert memory.context(NOW + timedelta(minutes=11)) == {}


@pytest.mark.parametrize("named", ["[mobile#1]", "98765 43210", "mat days", "", 7, None, ["a"]])
def test_nothing_but_the_id_of_an_answer_is_passed_on(named):
    memory = Memory()
    memory.note_answer([{"text": "x", "custom": {"answer": named}}], NOW)
    assert memory.context(NOW) == {}


def test_a_new_process_reads_the_last_answer_back(database_url):
    ledger, incoming = Ledger(database_url), Incoming("rest", "someone", "maternity leave")
    first, conversation = Memory(), "c" * 32
    ledger.open_turn(incoming, conversation, "own:1", first)
    ledger.close_turn(
        Closing(
            conversation,
            "own:1",
            "rest",
            "maternity leave",
            ANSWER,
            judge(ANSWER),
            confidence=None,
            milliseconds=5,
        ),
        first,
    )
    later = Memory()
    ledger.open_turn(incoming, conversation, "own:2", later)
    assert later.answer == "mat_days"
    assert later.context(datetime.now(timezone.utc)) == {"context": {"answer": "mat_days"}}

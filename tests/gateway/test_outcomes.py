"""What became of a message, told by the replies that the real actions give."""

import pytest

from actions.calculate import ActionCalculate
from actions.fallback import ActionFallback
from actions.small_talk import ActionSmallTalk
from bot.gateway.messages import merge_parts, read_confidence
from bot.gateway.outcomes import Verdict, judge
from store.models_turns import OUTCOMES
from tests.actions.talk import Conversation

NEAR = [{"label": "faq/a1", "title": {"hi": "सवाल", "en": "Question"}, "gist": None}]


def verdict_of(action, text, label, **more):
    talk = Conversation()
    talk.say(action, text, label, **more)
    assert talk.replies
    return judge(merge_parts(talk.replies))


@pytest.mark.parametrize(
    ("action", "text", "label", "more", "expected"),
    [
        (
            ActionFallback(),
            "quarantine",
            "nlu_fallback",
            {"outcome": "disambiguate", "candidates": NEAR},
            Verdict("disambiguated", "faq/a1"),
        ),
        (ActionFallback(), "xyzzy", "nlu_fallback", {"outcome": "refuse"}, Verdict("refused")),
        (ActionSmallTalk(), "hello", "greet", {}, Verdict("small_talk")),
        (ActionCalculate(), "my pension", "calculate/pension", {}, Verdict("asked", "pension")),
        (
            ActionCalculate(),
            "born 12 March 1968, when do I retire",
            "calculate/retirement_date",
            {},
            Verdict("calculated", "retirement_date"),
        ),
        (ActionCalculate(), "work something out", "calculate", {}, Verdict("asked")),
    ],
)
def test_each_action_tells_how_it_answered(action, text, label, more, expected):
    assert verdict_of(action, text, label, **more) == expected


def test_of_several_replies_the_answer_counts_not_the_question_after_it():
    asking = {"text": "How long?", "custom": {"outcome": "asked", "candidate": "pension"}}
    answer = {"text": "180 days.", "custom": {"answer": "mat_days", "topic": "leave"}}
    assert (
        judge([asking, answer])
        == judge([answer, asking])
        == Verdict("answered", "mat_days", "leave")
    )


@pytest.mark.parametrize(
    ("custom", "outcome"),
    [
        ({"code": "gave_up"}, "gave_up"),
        ({"status": "approved"}, "status"),
        ({"wants": "mobile"}, "asked"),
        ({"handoff": {"state": "waiting"}, "outcome": "handed_over"}, "handed_over"),
        ({"outcome": "something new"}, "small_talk"),
        ({"topic": "leave"}, "small_talk"),
        ({"outcome": ["answered"], "answer": 5}, "answered"),
        (None, "small_talk"),
    ],
)
def test_any_facts_are_read_as_one_of_the_outcomes(custom, outcome):
    verdict = judge([{"text": "x", "custom": custom}])
    assert verdict.outcome == outcome
    assert verdict.outcome in OUTCOMES


def test_a_status_leaves_no_label():
    assert judge([{"text": "x", "custom": {"status": "approved"}}]) == Verdict("status")


def test_confidence_comes_beside_the_replies_and_goes_no_further():
    parts = [{"text": "a"}, {"text": "b", "confidence": 0.93}]
    assert read_confidence(parts) == 0.93
    assert merge_parts(parts) == [{"text": "a"}, {"text": "b"}]
    assert read_confidence([{"text": "a", "confidence": "high"}]) is None

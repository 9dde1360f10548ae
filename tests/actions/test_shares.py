"""Shares of a reader's own sum beside the rule."""

import pytest

from actions.answers import ActionAnswer
from tests.actions.talk import Conversation

SHARES = [
    {"times": "1/2", "of": {"hi": "आधा", "en": "half the balance"}},
    {"times": "3/4", "of": {"hi": "3/4", "en": "3/4 of it"}},
]
CANDIDATES = [{"label": "faq/gpf_wd_limit", "worked": SHARES}]


def ask(text: str, language: str = "en") -> str:
    chat = Conversation(language)
    return chat.say(ActionAnswer(), text, "faq/gpf_wd_limit", candidates=CANDIDATES)


def test_the_shares_of_the_sum_in_the_question_are_said() -> None:
    assert (
        "On the ₹6,00,000 that you gave: half the balance = ₹3,00,000; 3/4 of it = ₹4,50,000."
        in (ask("GPF balance is 6 lakh, what can I withdraw"))
    )
    assert "आधा = ₹26,001" in ask("मेरा वेतन 52001 है", "hi")  # half a rupee goes up


@pytest.mark.parametrize(
    "text", ["how much can I withdraw", "6 lakh or 7 lakh?", "after 15 years"]
)
def test_without_exactly_one_sum_nothing_is_worked_out(text: str) -> None:
    assert "that you gave" not in ask(text)

"""At most three questions before an answer where one can be given; progress where none can."""

import importlib.util
from pathlib import Path

import pytest

from actions.calculate import ActionCalculate, ActionChoose
from actions.fallback import ActionFallback
from actions.rules import calculators
from actions.small_talk import ActionSmallTalk

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

CLAIM = "calculate/medical_claim"
GIVEN = "bill 80,000, contracted hospital, serving, treatment ended 05/10/2026"


def typed(chat, text: str) -> str:
    return chat.say(ActionFallback(), text, "faq/x", outcome="refuse")


def no(chat) -> str:
    return chat.say(ActionSmallTalk(), "no", "deny")


def skip(chat) -> str:
    button = {"entity": "value", "value": "skip", "start": 0, "end": 0}
    return chat.say(ActionChoose(), '/choose{"value": "skip"}', "choose", extra=[button])


def answer_nothing(chat, name: str) -> tuple[list[str], str]:
    """Says no, or passes over, until a result is given; the questions, and the last reply."""
    fields: list[str] = []
    reply = ""
    while asked(chat) and len(fields) < 10:
        fields.append(asked(chat))
        is_yes_or_no = calculators()[name].input(fields[-1]).kind == "boolean"
        reply = no(chat) if is_yes_or_no else skip(chat)
    return fields, reply


def asked(chat) -> str | None:
    return (chat.slots["task"] or {}).get("asked")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_optional_questions_end_after_the_third(language: str) -> None:
    chat = talk.Conversation(language)
    text = "child care leave of 15 days, mother, child is 17 years old"
    chat.say(ActionCalculate(), text, "calculate/leave_entitlement")
    fields, reply = answer_nothing(chat, "leave_entitlement")
    inputs = {row.name: row for row in calculators()["leave_entitlement"].inputs}
    assert len(fields) == 3
    assert all(inputs[name].required != "always" for name in fields)
    assert ("On probation: No" if language == "en" else "परिवीक्षा") in reply
    word = "may change" if language == "en" else "हिसाब बदल सकता है"
    assert word in reply


def test_what_was_not_asked_is_said_with_what_is_assumed() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), GIVEN, CLAIM)
    fields, reply = answer_nothing(chat, "medical_claim")
    assert len(fields) == 3
    left = chat.slots["last"]["unasked"]
    inputs = {row.name: row for row in calculators()["medical_claim"].inputs}
    assert left
    assert all(inputs[name].title["en"].split(" (")[0] in reply for name in left[:4])


def test_a_detail_given_later_is_taken_in() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "level 10, which class", "calculate/travel_class")
    if asked(chat):
        skip(chat)
    before = chat.slots["last"]["values"]
    assert before.get("distance_km") is None
    typed(chat, "600 km")
    assert chat.slots["last"]["values"]["distance_km"] == 600


def test_more_than_three_that_are_needed_are_all_asked_and_the_rest_is_counted() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "gpf withdrawal", "calculate/gpf_withdrawal")
    answers = {
        "purpose": "daughter's marriage",
        "joining_date": "01/07/1995",
        "application_date": "01/12/2026",
        "retirement_date": "31/01/2033",
        "balance": "18,00,000",
        "basic_pay": "76,500",
        "amount": "4,00,000",
    }
    replies = []
    while asked(chat) in answers and len(replies) < len(answers):
        replies.append(typed(chat, answers[asked(chat)]))
    told = [reply for reply in replies if "So far:" in reply]
    assert len(told) == 1
    assert "4 more things" in told[0]
    assert "Marriage" in told[0] or "marriage" in told[0]
    assert sum("more things" in reply for reply in replies) == 3
    assert sum("Just one more thing" in reply for reply in replies) == 1
    assert chat.slots["last"]["calculator"] == "gpf_withdrawal"


@pytest.mark.parametrize("text", ["pata nahi", "पता नहीं", "I don't know", "skip"])
def test_what_one_does_not_know_is_passed_over(text: str) -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "retirement gratuity basic 50000, 30 years", "calculate/gratuity")
    assert asked(chat) == "da_percent"
    assert "₹7,50,000" in typed(chat, text)


@pytest.mark.parametrize("text", ["pata nahi", "पता नहीं", "I don't know"])
def test_what_is_needed_cannot_be_passed_over(text: str) -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "30 years of service, pension", "calculate/pension")
    assert "cannot be worked out without it" in typed(chat, text)
    assert asked(chat) == "last_pay"


def test_only_what_need_not_be_given_has_a_button_to_pass_it_over() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "retirement gratuity, 30 years", "calculate/gratuity")
    needed = [button["payload"] for button in chat.replies[0]["buttons"]]
    typed(chat, "50,000")
    optional = [button["payload"] for button in chat.replies[0]["buttons"]]
    assert '/choose{"value": "skip"}' not in needed
    assert '/choose{"value": "skip"}' in optional


def test_no_to_a_day_says_that_there_is_none() -> None:
    chat = talk.Conversation()
    text = "service from 01/07/2010, general cadre, acp"
    chat.say(ActionCalculate(), text, "calculate/acp_due_dates")
    assert asked(chat) == "promotion_date"
    no(chat)
    assert asked(chat) != "promotion_date"


def test_an_unreadable_answer_does_not_count_as_a_question() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "30 years of service, pension", "calculate/pension")
    before = chat.slots["task"]["questions"]
    typed(chat, "xyzzy")
    assert chat.slots["task"]["questions"] == before


@pytest.mark.parametrize("text", ["nahi", "no", "नहीं", "nothing"])
def test_no_to_an_amount_is_nothing(text: str) -> None:
    chat = talk.Conversation()
    message = "suspended, basic 44900, DA 55%, non employment certificate given"
    chat.say(ActionCalculate(), message, "calculate/subsistence_allowance")
    if asked(chat) == "non_employment_certificate":
        chat.say(ActionSmallTalk(), "yes", "affirm")
    assert asked(chat) == "compensatory_allowances"
    chat.say(ActionSmallTalk(), text, "deny")
    assert asked(chat) != "compensatory_allowances"

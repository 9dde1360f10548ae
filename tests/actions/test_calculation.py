"""The form: one message or several, corrections, interruptions, follow-ups."""

import importlib.util
from pathlib import Path

import pytest

from actions.answers import ActionAnswer
from actions.calculate import (
    ActionCalculate,
    ActionChoose,
    ActionShowSource,
    ActionShowSteps,
    ActionStop,
)
from actions.fallback import ActionFallback
from actions.small_talk import ActionSmallTalk

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

COVER = "calculate/sects_cover"
CHOICE = {"entity": "value", "value": "private_empanelled", "start": 0, "end": 0}


def test_all_values_in_one_message_compute_at_once() -> None:
    chat = talk.Conversation()
    text = "empanelled private hospital, admitted, bill 6,20,000, how much cashless"
    reply = chat.say(ActionCalculate(), text, COVER)
    assert "₹5,00,000" in reply
    assert "₹1,20,000" in reply
    assert "Source:" in reply
    assert chat.slots["task"] is None


@pytest.mark.parametrize(("language", "word"), [("hi", "अस्पताल"), ("en", "hospital")])
def test_what_is_missing_is_asked_in_the_persons_language(language: str, word: str) -> None:
    chat = talk.Conversation(language)
    reply = chat.say(ActionCalculate(), "bill 5 lakh", COVER)
    assert "₹5,00,000" in reply
    assert word in reply
    assert chat.slots["task"]["asked"] == "hospital_type"
    assert chat.replies[0]["buttons"][-1]["payload"] == "/stop"


def test_a_button_and_a_typed_answer_finish_the_form() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "bill 5 lakh", COVER)
    chat.say(ActionChoose(), '/choose{"value": "private_empanelled"}', "choose", extra=[CHOICE])
    reply = chat.say(ActionFallback(), "bharti hai", "faq/x", outcome="refuse")
    assert "₹5,00,000" in reply
    assert chat.slots["last"]["calculator"] == "sects_cover"


def test_another_question_is_answered_and_the_form_resumed() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "bill 5 lakh", COVER)
    reply = chat.say(ActionAnswer(), "OPD ka bill kaise milega?", "faq/opd_reimbursement")
    assert "utter_faq/opd_reimbursement" in reply
    assert "Shall we go on" in reply
    assert chat.slots["task"]["values"] == {"estimated_cost": 500000}


def test_an_unreadable_answer_is_asked_again_and_the_form_left_after_three() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "bill 5 lakh", COVER)
    for _ in range(2):
        reply = chat.say(ActionFallback(), "xyzzy", "faq/x", outcome="refuse")
        assert "could not read" in reply
    assert "1800-1800-4444" in chat.say(ActionFallback(), "xyzzy", "faq/x", outcome="refuse")


def test_a_refused_value_is_named_and_asked_again() -> None:
    chat = talk.Conversation()
    reply = chat.say(
        ActionCalculate(), "born 30 feb 1970, retire when", "calculate/retirement_date"
    )
    assert chat.slots["task"]["asked"] == "birth_date"
    assert reply


def test_a_what_if_computes_again_with_the_change() -> None:
    chat = talk.Conversation()
    text = "empanelled private hospital, admitted, bill 6,20,000"
    chat.say(ActionCalculate(), text, COVER)
    reply = chat.say(ActionFallback(), "aur agar 4 lakh ho to?", "faq/x", outcome="refuse")
    assert "₹4,00,000" in reply


def test_steps_and_source_follow_a_result() -> None:
    chat = talk.Conversation()
    assert "Nothing has been worked out" in chat.say(ActionShowSteps(), "how?", "show_steps")
    chat.say(ActionCalculate(), "born 15/08/1966, retire when", "calculate/retirement_date")
    assert "1. " in chat.say(ActionShowSteps(), "how?", "show_steps")
    assert "Clerk Handbook" in chat.say(ActionShowSource(), "source?", "ask_source")


def test_the_source_of_an_answer_is_its_own_response() -> None:
    chat = talk.Conversation()
    assert "no answer yet" in chat.say(ActionShowSource(), "source?", "ask_source")
    chat.say(ActionAnswer(), "opd free?", "faq/opd_not_cashless")
    reply = chat.say(ActionShowSource(), "source?", "ask_source")
    assert reply == "utter_source/opd_not_cashless"


def test_a_rule_asked_about_with_all_values_is_computed() -> None:
    chat = talk.Conversation()
    about = [
        {
            "label": "faq/figures2023_total_submitted",
            "calculators": ["district_registration"],
        }
    ]
    reply = chat.say(
        ActionAnswer(),
        "total forms submitted in Jaunpur",
        "faq/figures2023_total_submitted",
        candidates=about,
    )
    assert "Jaunpur" in reply
    assert "4,065" in reply


def test_a_rule_asked_about_without_figures_is_stated() -> None:
    chat = talk.Conversation()
    about = [{"label": "faq/add_dependants_step", "calculators": ["dependent_eligibility"]}]
    text = "my wife and children, where do I add them"
    reply = chat.say(ActionAnswer(), text, "faq/add_dependants_step", candidates=about)
    assert reply == "utter_faq/add_dependants_step"


def test_a_request_for_a_sum_starts_the_form_of_the_rule() -> None:
    chat = talk.Conversation()
    about = [{"label": "faq/vp_medical_amount", "calculators": ["vp_grant"]}]
    text = "vp grant se mujhe kitna milega hisab lagao"
    chat.say(ActionAnswer(), text, "faq/vp_medical_amount", candidates=about)
    assert chat.slots["task"]["asked"] == "purpose"


@pytest.mark.parametrize("name", ["gratuity_shares", "gpf_death_shares", "seniority_order"])
def test_what_needs_a_list_of_people_is_not_computed_without_one(name: str) -> None:
    chat = talk.Conversation()
    button = {"entity": "calculator", "value": name, "start": 0, "end": 0}
    text = f'/calculate{{"calculator": "{name}"}}'
    assert "needs a list" in chat.say(ActionCalculate(), text, "calculate", extra=[button])
    assert chat.slots["task"] is None


def test_the_form_can_be_left() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "bill 5 lakh", COVER)
    assert "leave it" in chat.say(ActionStop(), "cancel", "stop")
    assert chat.slots["task"] is None
    assert "Nothing is under way" in chat.say(ActionStop(), "cancel", "stop")


def test_without_a_calculator_the_topics_are_offered_and_then_their_calculators() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "/calculate", "calculate")
    payloads = [button["payload"] for button in chat.replies[0]["buttons"]]
    sects = '/calculate{"calculator": "any", "topic": "sects"}'
    assert sects in payloads
    pressed = {"calculator": "any", "topic": "sects"}
    extra = [{"entity": k, "value": v, "start": 0, "end": 0} for k, v in pressed.items()]
    chat.say(ActionCalculate(), sects, "calculate", extra=extra)
    payloads = [button["payload"] for button in chat.replies[0]["buttons"]]
    assert '/calculate{"calculator": "sects_cover"}' in payloads


def test_near_questions_are_offered_and_others_refused() -> None:
    chat = talk.Conversation()
    near = [
        {"label": "faq/opd_not_cashless", "title": {"hi": "OPD?", "en": "Is OPD cashless?"}},
        {"label": "calculate/sects_cover", "title": {}},
        {"label": "check_status", "title": {}},
    ]
    chat.say(ActionFallback(), "opd", "faq/x", outcome="disambiguate", candidates=near)
    titles = [button["title"] for button in chat.replies[0]["buttons"]]
    assert titles[0] == "Is OPD cashless?"
    assert "Application status" in titles
    reply = chat.say(ActionFallback(), "barish", "out_of_scope", outcome="refuse")
    assert "cannot help" in reply
    assert "1800-1800-4444" in reply


def test_a_near_question_that_can_be_computed_is_not_asked_about() -> None:
    chat = talk.Conversation()
    near = [
        {"label": "faq/figures2023_total_approved", "title": {"en": "Total approved?"}},
        {"label": "calculate/district_registration", "title": {}},
    ]
    text = "kitne aavedan manjur hue Jaunpur jile me"
    reply = chat.say(ActionFallback(), text, "faq/x", outcome="disambiguate", candidates=near)
    assert "Jaunpur" in reply
    assert "2,912" in reply


def test_small_talk_has_words_for_every_intent() -> None:
    chat = talk.Conversation("hi")
    for intent in ("greet", "thanks", "help", "menu", "goodbye", "abuse", "start"):
        assert chat.say(ActionSmallTalk(), intent, intent)

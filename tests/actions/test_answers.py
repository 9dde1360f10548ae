"""After an answer or a result: in short, in detail; and the menu with its topics."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions.answers import ActionAnswer, ActionBrief, ActionDetail, ActionRepeat
from actions.calculate import ActionCalculate, ActionShowSource
from actions.fallback import ActionFallback
from actions.small_talk import GROUPS, ActionShowTopic, ActionSmallTalk
from tests.actions.talk import Conversation

ROOT = Path(__file__).resolve().parent.parent.parent
BIRTH = "I was born on 15-08-1968, when do I retire?"


@pytest.mark.parametrize(
    ("action", "label", "response"),
    [
        (ActionBrief(), "brief", "utter_brief/mat_days"),
        (ActionDetail(), "detail", "utter_detail/mat_days"),
        (ActionShowSource(), "ask_source", "utter_source/mat_days"),
        (ActionRepeat(), "repeat", "utter_faq/mat_days"),
    ],
)
def test_the_last_answer_is_said_again_as_asked(action, label, response) -> None:
    talk = Conversation()
    assert talk.say(ActionAnswer(), "maternity leave", "faq/mat_days") == "utter_faq/mat_days"
    assert talk.say(action, "…", label) == response
    # It stays the last answer: what is asked next is still about it.
    assert talk.say(ActionRepeat(), "repeat", "repeat") == "utter_faq/mat_days"


@pytest.mark.parametrize("action", [ActionBrief(), ActionDetail()])
def test_with_no_answer_yet_there_is_nothing_to_shorten(action) -> None:
    assert "no answer yet" in Conversation().say(action, "in short", action.name())


def test_a_result_in_short_is_its_summary_and_source_and_in_detail_its_steps() -> None:
    talk = Conversation()
    whole = talk.say(ActionCalculate(), BIRTH, "calculate/retirement_date")
    brief = talk.say(ActionBrief(), "in short", "brief")
    assert "31-08-2028" in brief
    assert "Source:" in brief
    assert len(brief) < len(whole)
    assert "1. " in talk.say(ActionDetail(), "in detail", "detail")


def test_a_topic_is_opened_by_its_button_and_by_its_name() -> None:
    talk = Conversation()
    button = [{"entity": "topic", "value": "leave"}]
    assert talk.say(ActionShowTopic(), "/topic", "topic", extra=button) == "utter_topic/leave"
    assert talk.say(ActionShowTopic(), "chutti", "topic/leave") == "utter_topic/leave"
    assert "topic" in talk.say(ActionShowTopic(), "topic", "topic")


def test_a_topic_among_the_near_questions_is_a_button_to_its_page() -> None:
    talk = Conversation()
    candidates = [{"label": "topic/leave", "title": {"hi": "अवकाश", "en": "Leave"}}]
    talk.say(
        ActionFallback(), "leav", "topic/leave", outcome="disambiguate", candidates=candidates
    )
    assert {"title": "Leave", "payload": '/topic{"topic": "leave"}'} in talk.replies[0]["buttons"]


def payloads(talk: Conversation) -> Iterator[tuple[str, dict[str, str]]]:
    for button in talk.replies[0]["buttons"]:
        intent, brace, fields = button["payload"].removeprefix("/").partition("{")
        yield intent, json.loads(brace + fields) if brace else {}


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_main_menu_has_few_buttons_and_leads_to_every_group(language) -> None:
    talk = Conversation(language)
    talk.say(ActionSmallTalk(), "menu", "menu")
    found = list(payloads(talk))
    assert len(found) <= 10
    assert {intent for intent, _ in found} == {"topic", "calculate", "check_status", "human"}
    opened = {fields["topic"] for intent, fields in found if intent == "topic"}
    menu = yaml.safe_load((ROOT / "data" / "knowledge" / "menu.yml").read_text(encoding="utf-8"))
    assert tuple(menu["groups"]) == GROUPS
    assert opened == {*(f"group_{group}" for group in GROUPS), *menu["single"]}

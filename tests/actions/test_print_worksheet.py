"""Asking for a worksheet in the chat."""

import importlib.util
import re
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
import yaml

from actions.calculate import ActionCalculate, ActionStop
from actions.print_worksheet import ActionPrintWorksheet
from actions.worksheet.link import Sheet, open_sheet

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

ROOT = Path(__file__).parents[2]
COVER = "calculate/sects_cover"
WHOLE = "empanelled private hospital, admitted, bill 6,20,000, how much cashless"


def open_url(text: str) -> Sheet:
    token = re.search(r"/worksheets/(\S+)", text)[1]
    return open_sheet(token, now=datetime.now(timezone.utc))


@pytest.mark.parametrize(("language", "word"), [("hi", "गणना पत्रक"), ("en", "worksheet")])
def test_after_a_computation_a_link_to_it_is_given(language, word):
    chat = talk.Conversation(language)
    chat.say(ActionCalculate(), WHOLE, COVER)
    assert {"payload": "/print_worksheet"}.items() <= chat.replies[0]["buttons"][-1].items()
    reply = chat.say(ActionPrintWorksheet(), "print kar do", "print_worksheet")
    assert word in reply
    sheet = open_url(reply)
    assert (sheet.calculator, sheet.on) == ("sects_cover", talk.TODAY)
    assert sheet.values["estimated_cost"] == 620000
    assert chat.replies[0]["custom"]["worksheet"] in reply


def test_the_sheet_keeps_the_day_of_the_computation():
    chat = talk.Conversation()
    chat.say(ActionCalculate(), WHOLE, COVER)
    chat.slots["last"]["on"] = "2026-11-01"
    reply = chat.say(ActionPrintWorksheet(), "pdf", "print_worksheet")
    assert open_url(reply).on == date(2026, 11, 1)
    del chat.slots["last"]["on"]  # as a conversation of an earlier version remembers it
    reply = chat.say(ActionPrintWorksheet(), "pdf", "print_worksheet")
    assert open_url(reply).on == talk.TODAY


def test_the_link_holds_calculator_fields_only():
    chat = talk.Conversation()
    chat.say(ActionCalculate(), WHOLE, COVER)
    reply = chat.say(ActionPrintWorksheet(), "pdf", "print_worksheet")
    from actions.rules import calculators

    fields = {field.name for field in calculators()["sects_cover"].inputs}
    assert set(open_url(reply).values) <= fields
    assert "c" * 32 not in str(open_url(reply))


NOTHING_TO_PRINT = [
    None,
    {"kind": "faq", "answer": "opd_not_cashless"},
]


@pytest.mark.parametrize("last", NOTHING_TO_PRINT)
def test_without_a_computation_it_says_so_and_offers_calculators(last):
    chat = talk.Conversation()
    chat.slots["last"] = last
    reply = chat.say(ActionPrintWorksheet(), "print", "print_worksheet")
    assert "Nothing has been worked out" in reply
    assert len(chat.replies[0]["buttons"]) > 5


def test_an_open_form_is_taken_up_again_after_the_link():
    chat = talk.Conversation()
    chat.say(ActionCalculate(), WHOLE, COVER)
    chat.say(ActionCalculate(), "born when retire", "calculate/retirement_date")
    reply = chat.say(ActionPrintWorksheet(), "print kar do", "print_worksheet")
    assert "/worksheets/" in reply
    assert "Shall we go on" in reply
    chat.say(ActionStop(), "rehne do", "stop")
    assert chat.slots["task"] is None


def test_the_intent_is_known_with_enough_examples_in_three_scripts():
    content = yaml.safe_load((ROOT / "data/nlu/print_worksheet.yml").read_text("utf-8"))
    lines = [line[2:] for line in content["nlu"][0]["examples"].splitlines()]
    assert len(lines) == len(set(lines)) >= 75
    devanagari = [line for line in lines if re.search("[\u0904-\u0939]", line)]
    assert len(devanagari) >= 25
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    assert {"print_worksheet": {"use_entities": []}} in domain["intents"]
    assert "action_print_worksheet" in domain["actions"]
    rules = yaml.safe_load((ROOT / "data/dialogue/rules.yml").read_text("utf-8"))["rules"]
    steps = [{"intent": "print_worksheet"}, {"action": "action_print_worksheet"}]
    assert steps in [rule["steps"] for rule in rules]

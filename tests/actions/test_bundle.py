"""Everything that retirement brings, in one answer."""

import importlib.util
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.bundle import RetirementForm
from actions.calculate import (
    ActionCalculate,
    ActionRetirementBundle,
    ActionShowSource,
    ActionShowSteps,
)
from actions.fallback import ActionFallback
from actions.print_worksheet import ActionPrintWorksheet
from actions.rules import compute

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

BUNDLE = "retirement_bundle"
TODAY = talk.TODAY
ROOT = Path(__file__).parents[2]


def typed(chat, text: str) -> str:
    return chat.say(ActionFallback(), text, "faq/x", outcome="refuse")


def asked(text: str, language: str = "en"):
    chat = talk.Conversation(language)
    return chat, chat.say(ActionRetirementBundle(), text, BUNDLE)


def sums(**values) -> dict[str, int]:
    answer = RetirementForm().work_out(values, today=TODAY)
    return {title["en"]: amount for title, amount in answer.sums}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "basic pay 92300, service 33 years, what will I get on retirement"),
        ("hi", "basic 92300, 33 saal ki naukri, retirement pe kitna paisa milega"),
        ("hi", "मूल वेतन 92300, सेवा 33 वर्ष, रिटायरमेंट पर क्या-क्या मिलेगा"),
    ],
)
def test_all_is_said_at_once_when_pay_and_service_are_given(language: str, text: str) -> None:
    chat, reply = asked(text, language)
    for amount in ("₹46,150", "₹15,22,950", "₹18,15,135", "₹27,690"):
        assert amount in reply
    assert "92,300 × 40 ÷ 80" in reply
    assert "40%" in reply
    assert "61" in reply
    assert ("Leave encashment is not" if language == "en" else "अवकाश नकदीकरण मेरे") in reply
    assert "1800-1800-4444" in reply
    assert ("Source:" if language == "en" else "स्रोत:") in reply
    payloads = [button["payload"] for button in chat.replies[0]["buttons"]]
    for name in ("pension", "gratuity", "commutation", "family_pension"):
        assert f'/calculate{{"calculator": "{name}"}}' in payloads
    assert chat.slots["task"] is None


def test_at_most_three_things_are_asked() -> None:
    chat, reply = asked("what will I get on retirement")
    questions = [reply, typed(chat, "92300"), typed(chat, "33 years 4 months")]
    assert all(question.endswith("?") for question in questions)
    reply = typed(chat, "12 March 1968")
    assert "31-03-2028" in reply
    assert "₹18,15,135" in reply


def test_the_date_of_birth_may_be_passed_over() -> None:
    chat, _ = asked("retirement par kya kya milega", "hi")
    typed(chat, "92300")
    typed(chat, "33 saal")
    assert "₹18,15,135" in typed(chat, "pata nahi")


def test_the_sums_are_those_of_the_calculators() -> None:
    found = sums(last_pay=92300, service_years=33, service_months=4, birth_date="1968-03-01")
    service = {"service_years": 33, "service_months": 4}
    pension = compute("pension", {"last_pay": 92300, **service}, today=TODAY).result["pension"]
    gratuity = {"kind": "retirement", "emoluments": 92300, **service}
    dates = {
        "birth_date": "1968-03-01",
        "retirement_date": "2028-02-29",
        "application_date": "2028-02-29",
    }
    lump = compute("commutation", {"pension": pension, **dates}, today=TODAY).result["lump_sum"]
    assert found["Pension"] == pension == 46150
    assert (
        found["Retirement gratuity"] == compute("gratuity", gratuity, today=TODAY).result["amount"]
    )
    assert found["Commutation"] == lump


def test_the_retirement_day_follows_from_the_date_of_birth() -> None:
    form = RetirementForm()
    for born in ("1967-01-01", "1967-01-02", "1968-02-29"):
        found = compute("retirement_date", {"birth_date": born}, today=TODAY).result
        implied = form.implied({"birth_date": born}, today=TODAY)
        assert implied == {"retirement_date": found["retirement_date"]}


def test_too_short_a_service_earns_both_gratuities_and_no_commutation() -> None:
    _, reply = asked("basic 92300, service 8 years, what do I get on retirement")
    assert "₹7,38,400" in reply
    assert "₹3,69,200" in reply
    assert "lump sum" not in reply


def test_a_raised_ceiling_is_only_spoken_of_where_it_matters() -> None:
    _, low = asked("basic 92300, service 33 years, retirement benefits")
    _, high = asked("basic 2,00,000, service 33 years, retirement benefits")
    assert "rate of dearness allowance was not given" not in low
    assert "rate of dearness allowance was not given" in high


def test_nothing_assumed_is_taken_over_as_if_it_were_said() -> None:
    chat, _ = asked("basic 92300, service 33 years, retirement benefits")
    button = {"entity": "calculator", "value": "commutation", "start": 0, "end": 0}
    text = '/calculate{"calculator": "commutation"}'
    reply = chat.say(ActionCalculate(), text, "calculate", extra=[button])
    assert "₹46,150" in reply
    assert chat.slots["task"]["values"] == {"pension": 46150}


def test_each_button_goes_on_with_what_was_said() -> None:
    chat, _ = asked("basic 92300, service 33 years, born 12/03/1968, retirement benefits")
    button = {"entity": "calculator", "value": "pension", "start": 0, "end": 0}
    text = '/calculate{"calculator": "pension"}'
    reply = chat.say(ActionCalculate(), text, "calculate", extra=[button])
    assert "Taken from what you said before" in reply
    assert "₹46,150" in reply


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "what if the service is 17 years", "Pension: ₹6,922 less than before (₹46,150)"),
        ("hi", "agar service 17 saal ho to", "पेंशन: पहले से ₹6,922 कम (पहले ₹46,150)"),
        ("hi", "अगर बेसिक 1,00,000 हो तो", "पेंशन: पहले से ₹3,850 अधिक (पहले ₹46,150)"),
        ("en", "no, 17 years", "Pension: ₹6,922 less than before (₹46,150)"),
    ],
)
def test_a_change_says_which_sums_differ(language: str, text: str, told: str) -> None:
    chat, _ = asked("basic 92300, service 33 years, retirement benefits", language)
    reply = typed(chat, text)
    assert told in reply
    assert chat.slots["last"]["calculator"] == BUNDLE


def test_retiring_in_another_year_is_the_same_day_of_that_year() -> None:
    chat, _ = asked("basic 92300, service 33 years, born 12/03/1968, retirement benefits")
    reply = typed(chat, "what if I retire in 2027")
    assert "31-03-2027" in reply
    assert "Commutation: ₹20,602 more" in reply
    assert "Pension: " not in reply.partition("Commutation:")[0].rpartition("\n")[2]


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("text", ["how did you work it out?", "kaise nikala?", "कैसे निकाला?"])
def test_the_steps_and_sources_of_every_part(language: str, text: str) -> None:
    chat, _ = asked("basic 92300, service 33 years, retirement benefits", language)
    reply = chat.say(ActionShowSteps(), text, "show_steps")
    assert len(re.findall(r"^1\. ", reply, re.MULTILINE)) == 4
    assert "8.194" in reply
    reply = chat.say(ActionShowSource(), "source?", "ask_source")
    assert ("para 10" if language == "en" else "पैरा 10") in reply


def test_the_bundle_prints_the_parts_that_stand_on_what_was_said() -> None:
    chat, _ = asked("basic 92300, service 33 years, retirement benefits")
    reply = chat.say(ActionPrintWorksheet(), "/print_worksheet", "print_worksheet")
    assert reply.count("/worksheets/") == 2


@pytest.mark.parametrize("born", ["2030-01-01", "2027-12-31"])
def test_an_impossible_birth_is_refused_and_asked_again(born: str) -> None:
    chat, _ = asked("retirement benefits")
    typed(chat, "92300")
    typed(chat, "33 years")
    reply = typed(chat, date.fromisoformat(born).strftime("born %d/%m/%Y"))
    assert "cannot be after" in reply
    assert chat.slots["task"]["asked"] == "birth_date"


def test_the_examples_are_many_in_each_script_and_new() -> None:
    content = yaml.safe_load((ROOT / "data/nlu/retirement_bundle.yml").read_text("utf-8"))
    texts = [line.removeprefix("- ") for line in content["nlu"][0]["examples"].splitlines()]
    hindi = [text for text in texts if re.search(r"[\u0900-\u097F]", text)]
    assert len(set(texts)) == len(texts)
    assert len(hindi) >= 25
    assert len(texts) - len(hindi) >= 50


@pytest.mark.parametrize(
    "text",
    ["leave encashment kitna milega", "अवकाश नकदीकरण कितना मिलेगा", "how much leave encashment?"],
)
def test_leave_encashment_alone_is_said_to_be_elsewhere(text: str) -> None:
    chat, reply = asked(text)
    assert "not in my sources" in reply
    assert chat.slots["task"] is None
    assert chat.replies[0]["buttons"][0]["payload"] == f'/calculate{{"calculator": "{BUNDLE}"}}'


@pytest.mark.parametrize(
    "text",
    [
        "pension and gratuity both for basic 92300 and 33 years",
        "pension aur gratuity dono kitni, basic 92300, 33 saal",
        "पेंशन और ग्रेच्युटी दोनों कितनी, बेसिक 92300, 33 साल",
    ],
)
def test_two_of_its_parts_named_together_are_the_bundle(text: str) -> None:
    chat = talk.Conversation()
    reply = chat.say(ActionFallback(), text, "faq/x", outcome="disambiguate")
    assert "₹46,150" in reply
    assert "₹15,22,950" in reply


def test_the_bundle_takes_over_what_was_said_for_one_of_its_parts() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "basic 92300, 33 years, pension", "calculate/pension")
    reply = chat.say(ActionRetirementBundle(), "and what do I get in total", BUNDLE)
    assert "Taken from what you said before: Last basic pay ₹92,300" in reply
    assert "₹15,22,950" in reply


def test_the_bundle_asked_for_again_begins_anew() -> None:
    chat, _ = asked("basic 92300, service 33 years, retirement benefits")
    reply = chat.say(ActionRetirementBundle(), "retirement benefits", BUNDLE)
    assert reply.endswith("?")

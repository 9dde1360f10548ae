"""After a result: the next calculation, "and if …?", a correction, how, and by which rule."""

import importlib.util
from pathlib import Path

import pytest

from actions.answers import ActionAnswer
from actions.calculate import ActionCalculate, ActionShowSource, ActionShowSteps
from actions.fallback import ActionFallback
from actions.rules import calculators

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

PENSION = "calculate/pension"
ASKED = "basic 92300, service 33 years 4 months, pension"


def press(chat, name: str) -> str:
    """A button that starts a calculation."""
    button = {"entity": "calculator", "value": name, "start": 0, "end": 0}
    text = f'/calculate{{"calculator": "{name}"}}'
    return chat.say(ActionCalculate(), text, "calculate", extra=[button])


def typed(chat, text: str) -> str:
    """A message that the classifier makes nothing of."""
    return chat.say(ActionFallback(), text, "faq/x", outcome="refuse")


def with_pension(language: str = "en"):
    chat = talk.Conversation(language)
    reply = chat.say(ActionCalculate(), ASKED, PENSION)
    assert "₹46,150" in reply
    return chat


def buttons(chat) -> list[str]:
    return [button["payload"] for reply in chat.replies for button in reply["buttons"]]


def test_a_result_offers_at_most_two_that_follow_it() -> None:
    chat = with_pension()
    started = [payload for payload in buttons(chat) if payload.startswith("/calculate")]
    assert started == [
        '/calculate{"calculator": "commutation"}',
        '/calculate{"calculator": "gratuity"}',
    ]


def test_what_was_worked_out_is_not_offered_again() -> None:
    chat = with_pension()
    typed(chat, "and gratuity?")
    typed(chat, "DA 55%")
    assert '/calculate{"calculator": "pension"}' not in buttons(chat)
    assert '/calculate{"calculator": "family_pension"}' in buttons(chat)


def test_a_refused_result_offers_nothing_built_on_it() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "basic 50000, service 8 years, pension", PENSION)
    assert '/calculate{"calculator": "commutation"}' not in buttons(chat)
    assert '/calculate{"calculator": "gratuity"}' in buttons(chat)


@pytest.mark.parametrize("name", [n for n, c in calculators().items() if c.next])
def test_what_follows_can_be_taken_in_a_chat(name: str) -> None:
    others = [n for n in calculators()[name].next if not calculators()[n].needs_table]
    assert others
    for other in others:
        chat = talk.Conversation()
        assert press(chat, other)
        assert chat.slots["task"]["calculator"] == other


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "and gratuity?", "Taken from what you said before"),
        ("hi", "aur gratuity kitni hogi?", "पहले बताए से लिया"),
        ("hi", "और ग्रेच्युटी कितनी मिलेगी?", "पहले बताए से लिया"),
    ],
)
def test_a_typed_follow_on_reuses_and_tells_what_was_said(
    language: str, text: str, told: str
) -> None:
    chat = with_pension(language)
    reply = typed(chat, text)
    assert told in reply
    assert "₹92,300" in reply
    assert "33" in reply
    assert chat.slots["task"]["asked"] == "da_percent"
    assert "₹15,22,950" in typed(chat, "DA 40%")


def test_a_button_reuses_what_was_said_and_the_result() -> None:
    chat = with_pension()
    reply = press(chat, "commutation")
    assert "₹46,150" in reply
    assert chat.slots["task"]["values"] == {"pension": 46150}


def test_what_was_taken_over_is_told_once() -> None:
    chat = with_pension()
    press(chat, "commutation")
    assert "₹46,150" not in typed(chat, "30%")


def test_all_said_before_computes_at_once_and_says_what_was_taken() -> None:
    chat = with_pension()
    typed(chat, "and gratuity?")
    typed(chat, "DA 55%")
    reply = typed(chat, "and provisional pension?")
    assert "₹46,150" in reply
    assert "₹15,22,950" in reply
    assert chat.slots["task"]["asked"] == "situation"


@pytest.mark.parametrize("text", ["no, 30 years", "nahi, 30 saal", "नहीं, 30 साल"])
def test_what_was_taken_over_can_be_corrected_while_asked(text: str) -> None:
    chat = with_pension()
    typed(chat, "and gratuity?")
    typed(chat, text)
    assert chat.slots["task"]["values"]["service_years"] == 30
    assert "15 times" in typed(chat, "DA 55%")


@pytest.mark.parametrize("text", ["no, 17 years", "nahi, 17 saal", "नहीं, 17 साल"])
def test_a_correction_after_the_result_computes_again(text: str) -> None:
    chat = with_pension()
    reply = typed(chat, text)
    assert "Now taken: Qualifying service 17 years" in reply
    assert "₹39,228" in reply
    assert chat.slots["last"]["values"]["service_years"] == 17


def test_a_correction_of_an_earlier_calculation_is_taken_there() -> None:
    chat = with_pension()
    press(chat, "commutation")
    for answer in ("40%", "15/08/1966", "31/08/2026", "31/08/2026"):
        typed(chat, answer)
    assert chat.slots["last"]["calculator"] == "commutation"
    assert "₹39,228" in typed(chat, "no, 17 years of service")
    assert chat.slots["last"]["calculator"] == "pension"


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "what if the service is only 17 years?", "₹6,922 less than before (₹46,150)"),
        ("hi", "aur agar sirf 17 saal hoti to?", "पहले से ₹6,922 कम (पहले ₹46,150)"),
        ("hi", "अगर बेसिक 1,00,000 हो तो", "पहले से ₹3,850 अधिक (पहले ₹46,150)"),
        ("en", "what if I retire in 2027", "same as before (₹46,150)"),
    ],
)
def test_a_what_if_says_the_difference(language: str, text: str, told: str) -> None:
    chat = with_pension(language)
    assert told in typed(chat, text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what if I retire in 2027", "2027-11-30"),
        ("agar 2028 me retire hota to", "2028-11-30"),
        ("अगर 2030 में रिटायर हो जाऊँ", "2030-11-30"),
    ],
)
def test_a_year_alone_is_the_same_month_of_that_year(text: str, day: str) -> None:
    chat = with_pension()
    typed(chat, text)
    assert chat.slots["last"]["values"]["retirement_date"] == day


def test_a_long_question_about_the_rule_is_no_what_if() -> None:
    chat = with_pension()
    text = "agar koi karmchari 25 saal se pehle istifa de de to pension ka kya hoga"
    assert chat.say(ActionAnswer(), text, "faq/resignation") == "utter_faq/resignation"


def test_values_survive_another_answer() -> None:
    chat = with_pension()
    chat.say(ActionAnswer(), "gratuity kab milti hai?", "faq/gratuity_when")
    assert "₹92,300" in typed(chat, "aur gratuity kitni hogi?")


def test_a_calculation_named_out_of_nothing_is_left_to_the_classifier() -> None:
    chat = talk.Conversation()
    assert "cannot help" in typed(chat, "aur gratuity kitni hogi?")


HOW = [("en", "how did you work it out?"), ("hi", "kaise nikala?"), ("hi", "कैसे निकाला?")]
RULE = [("en", "by which rule?"), ("hi", "kis niyam se?"), ("hi", "किस नियम से?")]


@pytest.mark.parametrize(("language", "text"), HOW)
@pytest.mark.parametrize("label", ["show_steps", "faq/office_procedure_meaning"])
def test_the_steps_of_a_follow_on_and_of_a_what_if(language: str, text: str, label: str) -> None:
    action = ActionShowSteps() if label == "show_steps" else ActionAnswer()
    chat = with_pension(language)
    typed(chat, "aur agar 17 saal ho to?")
    reply = chat.say(action, text, label)
    assert "1. " in reply
    assert "34" in reply
    typed(chat, "और ग्रेच्युटी?")
    typed(chat, "DA 55%")
    reply = chat.say(action, text, label)
    assert "₹7,84,550" in reply


@pytest.mark.parametrize(("language", "text"), RULE)
def test_the_rule_of_a_follow_on_and_of_a_what_if(language: str, text: str) -> None:
    chat = with_pension(language)
    typed(chat, "aur agar 17 saal ho to?")
    assert " 9" in chat.say(ActionShowSource(), text, "ask_source")
    typed(chat, "और ग्रेच्युटी?")
    typed(chat, "DA 55%")
    reply = chat.say(ActionShowSource(), text, "ask_source")
    assert ("para 9 gratuity" if language == "en" else "पैरा 9 उपदान") in reply


def test_no_names_or_free_text_are_kept_for_later() -> None:
    chat = talk.Conversation()
    text = "level 10, Kanpur, 3 days, 24 hours"
    chat.say(ActionCalculate(), text, "calculate/daily_allowance")
    for _ in range(5):
        if chat.slots["task"] is not None:
            typed(chat, "no")
    kept = dict(chat.slots["last"]["earlier"])
    assert "city" not in kept["daily_allowance"]
    assert kept["daily_allowance"]["level"] == "10"


@pytest.mark.parametrize(
    ("first", "label", "name"),
    [
        ("basic 56100, joined 01/07/2003, subscription 6000", "gpf_subscription", "gpf_advance"),
        (
            "bill 5 lakh, government hospital, serving, 01/10/2026",
            "medical_claim",
            "medical_advance",
        ),
    ],
)
def test_a_name_of_two_is_the_one_that_goes_with_the_last(
    first: str, label: str, name: str
) -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), first, f"calculate/{label}")
    for _ in range(4):
        if chat.slots["task"] is not None:
            typed(chat, "skip")
    assert chat.slots["last"]["calculator"] == label
    typed(chat, "aur advance?")
    assert chat.slots["task"]["calculator"] == name


def test_the_same_value_again_changes_nothing() -> None:
    chat = with_pension()
    reply = typed(chat, "no, 33 years 4 months")
    assert "same as before" in reply
    assert "Now taken" not in reply

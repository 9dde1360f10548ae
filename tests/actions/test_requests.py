"""Short requests that name what to work out, and the choice where several are meant."""

import importlib.util
import json
from pathlib import Path

import pytest

from actions import requests
from actions.answers import ActionAnswer
from actions.calculate import ActionCalculate
from actions.catalogue import exists
from actions.fallback import ActionFallback
from actions.rules import calculators
from bot.gateway.payloads import admit

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)


def read(text: str) -> requests.Request | None:
    return requests.read_request(text, talk.entities(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("aur gratuity kitni hogi?", "gratuity"),
        ("aur graduity kitni milegi", "gratuity"),
        ("और कम्यूटेशन?", "commutation"),
        ("and commutation?", "commutation"),
        ("what about family pension", "family_pension"),
        ("फिर पारिवारिक पेंशन कितनी बनेगी", "family_pension"),
        ("aur agla increment kab hoga", "next_increment_date"),
        ("aur LTC?", "ltc"),
        ("gpf ka byaj", "gpf_interest"),
        ("how much gratuity will I get with DA 55%", "gratuity"),
    ],
)
def test_a_request_names_a_calculation(text: str, name: str) -> None:
    request = read(text)
    assert request
    assert request.calculators == [name]


@pytest.mark.parametrize(
    "text",
    [
        "gratuity ki seema kya hai",
        "who sanctions the gratuity",
        "ग्रेच्युटी का नियम बताइए",
        "commutation ki karyalay me arzi kaise deni hai",
        "kal barish hogi",
        "92300",
        "haan",
    ],
)
def test_what_says_more_or_nothing_is_no_request(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pension calculate", "pension"),
        ("पेंशन का हिसाब", "pension"),
        ("calculate pension", "pension"),
        ("GPF ka hisab", "gpf_interest"),
        ("जीपीएफ की गणना करो", "gpf_interest"),
        ("TA ka hisab", "daily_allowance"),
        ("medical calculation", "medical_claim"),
    ],
)
@pytest.mark.parametrize("label", ["calculate/pension", "faq/pension_formula", "nlu_fallback"])
def test_a_topic_alone_offers_its_calculations_most_asked_first(
    text: str, first: str, label: str
) -> None:
    chat = talk.Conversation()
    if label == "nlu_fallback":
        chat.say(ActionFallback(), text, "faq/x", outcome="refuse")
    else:
        action = ActionAnswer() if label.startswith("faq") else ActionCalculate()
        chat.say(action, text, label)
    buttons = [
        json.loads(b["payload"].removeprefix("/calculate")) for b in chat.replies[0]["buttons"]
    ]
    assert 2 <= len(buttons) <= 6
    assert buttons[0] == {"calculator": first}
    assert chat.slots["task"] is None


def test_ones_own_pension_is_the_pension() -> None:
    chat = talk.Conversation("hi")
    chat.say(ActionAnswer(), "meri pension nikalo", "faq/pension_formula")
    assert chat.slots["task"]["calculator"] == "pension"


def test_to_take_money_out_of_the_gpf_is_no_request_to_compute() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "gpf se paisa nikalna hai", "calculate/gpf_withdrawal")
    assert chat.slots["task"]["calculator"] == "gpf_withdrawal"


def test_a_topic_is_not_chosen_from_while_an_answer_is_awaited() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "LTC claim, 01/02/2026", "calculate/claim_time_limit")
    asked = chat.slots["task"]["asked"]
    chat.say(ActionFallback(), "medical", "faq/x", outcome="refuse")
    assert chat.slots["task"]["asked"] == asked


def press(chat, **fields: str) -> list[dict[str, str]]:
    extra = [{"entity": k, "value": v, "start": 0, "end": 0} for k, v in fields.items()]
    text = "/calculate" + json.dumps(fields)
    chat.say(ActionCalculate(), text, "calculate", extra=extra)
    return chat.replies[0]["buttons"]


def test_every_calculation_of_a_topic_is_reached_by_buttons() -> None:
    for topic in requests.topics():
        chat = talk.Conversation()
        buttons = press(chat, calculator="any", topic=topic)
        fields = [json.loads(b["payload"].removeprefix("/calculate")) for b in buttons]
        if fields[-1].get("topic"):
            fields = fields[:-1] + [
                json.loads(b["payload"].removeprefix("/calculate"))
                for b in press(chat, **fields[-1])
            ]
        assert {f["calculator"] for f in fields} == set(requests.calculators_of(topic))


def test_every_calculator_stands_in_one_topic_and_every_name_exists() -> None:
    listed = [name for topic in requests.topics() for name in requests.calculators_of(topic)]
    assert len(listed) == len(set(listed))
    assert set(calculators()) <= set(listed)
    assert all(map(exists, listed))
    named = {name for kind, name, _ in requests._listed() if kind == "calculator"}
    assert named
    assert all(map(exists, named))


def test_every_button_passes_the_gateways_door() -> None:
    chat = talk.Conversation()
    pressed = [press(chat, calculator="any")]
    pressed += [press(chat, calculator="any", topic=topic) for topic in requests.topics()]
    payloads = [button["payload"] for buttons in pressed for button in buttons]
    assert len(payloads) > 40
    assert all(admit(payload).startswith("/calculate") for payload in payloads)

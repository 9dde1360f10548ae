"""Short questions are read in the topic of the last answer; complete ones are not."""

import pytest

from bot.nlu.about import About
from bot.nlu.classifier import Decision, IntentModel
from bot.nlu.context import ContextReader, is_elliptical

EXAMPLES = {
    "faq/maternity_days": [
        "मातृत्व अवकाश कितने दिन",
        "maternity leave kitne din",
        "how many days of maternity leave",
        "maternity leave days",
        "matritva avkash ki avadhi",
        "length of maternity leave",
    ],
    "faq/maternity_times": [
        "मातृत्व अवकाश कितनी बार",
        "maternity leave kitni baar",
        "how often maternity leave",
        "maternity leave dobara",
        "maternity leave twice",
        "doosri baar maternity leave",
    ],
    "faq/maternity_pay": [
        "मातृत्व अवकाश में वेतन",
        "maternity leave me salary",
        "pay during maternity leave",
        "maternity leave full pay",
        "maternity leave tankhwah",
        "is maternity leave paid",
    ],
    "faq/gpf_days": [
        "जीपीएफ कितने दिन में",
        "gpf kitne din me milta hai",
        "how many days for the gpf",
        "gpf payment days",
        "gpf me kitna samay",
        "time taken to pay gpf",
    ],
    "faq/gpf_times": [
        "जीपीएफ से कितनी बार",
        "gpf advance kitni baar",
        "how often can gpf be drawn",
        "gpf dobara",
        "gpf advance twice",
        "doosri baar gpf advance",
    ],
    "calculate/gpf_advance": [
        "mera gpf advance nikalo",
        "work out my gpf advance",
        "मेरा जीपीएफ निकालो",
    ],
    "greet": ["नमस्ते", "namaste", "hello", "hi", "ram ram"],
    "out_of_scope": [
        "आज मौसम कैसा है",
        "cricket score",
        "tell me a joke",
        "biryani kaise banaye",
        "weather today",
    ],
}
ABOUT = {
    "faq/maternity_days": About(
        {"hi": "मातृत्व अवकाश कितने दिन?", "en": "Maternity leave days"}, "leave"
    ),
    "faq/maternity_times": About({"hi": "मातृत्व अवकाश कितनी बार?", "en": "How often?"}, "leave"),
    "faq/maternity_pay": About({"hi": "मातृत्व अवकाश में वेतन", "en": "Maternity pay"}, "leave"),
    "faq/gpf_days": About(
        {"hi": "जीपीएफ कितने दिन में?", "en": "GPF payment days"},
        "gpf",
        ("gpf_advance",),
        related=("gpf_times",),
    ),
    "faq/gpf_times": About({"hi": "जीपीएफ कितनी बार?", "en": "GPF how often"}, "gpf"),
}


@pytest.fixture(scope="module")
def model() -> IntentModel:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    return IntentModel.fit([text for text, _ in pairs], [label for _, label in pairs])


@pytest.fixture(scope="module")
def reader(model: IntentModel) -> ContextReader:
    return ContextReader(model, ABOUT)


def read(reader: ContextReader, model: IntentModel, text: str, last: str) -> str:
    # So few examples make no honest probabilities: here nothing is sure by itself.
    alone = Decision("disambiguate", 0.4, model.decide(text).ranking, 2)
    return (reader.decide(text, last, "hi", alone) or alone).ranking[0][0]


@pytest.mark.parametrize(
    ("text", "last", "label"),
    [
        ("kitni baar?", "faq/maternity_days", "faq/maternity_times"),
        ("kitni baar?", "faq/gpf_days", "faq/gpf_times"),
        ("कितनी बार?", "faq/gpf_days", "faq/gpf_times"),
        ("how often?", "faq/maternity_days", "faq/maternity_times"),
        ("और कितने दिन?", "faq/gpf_times", "faq/gpf_days"),
        ("और कितने दिन?", "faq/maternity_pay", "faq/maternity_days"),
    ],
)
def test_a_short_question_means_what_was_answered_last(reader, model, text, last, label):
    assert read(reader, model, text, last) == label


@pytest.mark.parametrize(
    "text", ["gpf kitne din me milta hai", "namaste", "aap kaun hain", "", "!!!"]
)
def test_what_is_complete_stands_alone(reader, model, text):
    assert reader.decide(text, "faq/maternity_days", "hi", model.decide(text)) is None


def test_a_topic_named_by_itself_stands_alone(reader):
    named = Decision("answer", 1.0, [("topic/gpf", 1.0)], 1)
    assert reader.decide("gpf", "faq/maternity_days", "hi", named) is None


def test_a_long_message_stands_alone(reader, model):
    text = "aur agar mujhe kitni baar ye sab lena ho to"
    assert reader.decide(text, "faq/maternity_days", "hi", model.decide(text)) is None


def test_an_answer_that_is_not_known_gives_no_context(reader, model):
    text = "kitni baar?"
    assert reader.decide(text, "faq/no_such_answer", "hi", model.decide(text)) is None


def test_only_answers_of_the_topic_and_what_belongs_to_it_may_be_meant(reader, model):
    text = "aur kitni baar?"
    decision = reader.decide(text, "faq/gpf_days", "hi", model.decide(text))
    likely = {label for label, p in decision.ranking if p > 0}
    assert likely == {"faq/gpf_days", "faq/gpf_times", "calculate/gpf_advance"}
    assert sum(p for _, p in decision.ranking) == pytest.approx(1)
    assert "out_of_scope" not in {label for label, _ in decision.ranking}


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("aur pensioner ke liye?", True),
        ("और महिलाओं को?", True),
        ("what about women?", True),
        ("who approves it?", True),
        ("iske liye form?", True),
        ("CCL minimum days", False),
        ("औरत को कितनी छुट्टी", False),
        ("use of stamps", False),
    ],
)
def test_words_that_go_on_from_before_are_known(text, goes_on):
    assert is_elliptical(text) is goes_on

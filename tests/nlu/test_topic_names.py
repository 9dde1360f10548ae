"""Words that name a topic, and nothing else, open its page."""

import pytest

from bot.nlu.topic_names import TopicNames

NAMES = [
    ("छुट्टी", "topic/leave"),
    ("leave rules", "topic/leave"),
    ("GPF", "topic/gpf"),
    ("provident fund", "topic/gpf"),
    ("pre audit", "topic/claims"),
]
QUESTIONS = [("pre audit", "faq/claim_preaudit_meaning"), ("GPF kya hai", "faq/gpf_what")]


@pytest.fixture(scope="module")
def names() -> TopicNames:
    return TopicNames.fit(NAMES, QUESTIONS)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("chutti", "topic/leave"),
        ("Chhutti?", "topic/leave"),
        ("छुट्टि", "topic/leave"),
        ("rules leave", "topic/leave"),
        ("जी पी एफ", "topic/gpf"),
        ("gpf!", "topic/gpf"),
        ("GPF kya hai", None),
        ("gpf kab milega", None),
        ("chutti kitni milegi", None),
        ("", None),
        ("???", None),
    ],
)
def test_only_the_name_itself_is_found_however_it_is_spelt(names, text, label):
    assert names.find(text) == label


def test_what_is_also_a_question_stays_one(names):
    assert names.find("pre audit") is None


def test_what_was_saved_finds_the_same(names, tmp_path):
    names.save(tmp_path)
    again = TopicNames.load(tmp_path)
    assert again.find("chutti") == "topic/leave"
    assert again.find("pre audit") is None

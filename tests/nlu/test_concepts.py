import pytest

from bot.nlu.concepts import meanings
from bot.nlu.word_files import read_lines


@pytest.mark.parametrize(
    "words",
    [
        ("death", "मृत्यु", "maut", "nidhan", "देहांत", "expired"),
        ("apply", "आवेदन", "avedan", "एप्लीकेशन", "application"),
        ("wife", "पत्नी", "patni", "वाइफ"),
        ("kitna", "कितना", "कितने", "kitni"),
        ("hospital", "अस्पताल", "aspatal", "चिकित्सालय"),
    ],
)
def test_words_of_one_meaning_meet_across_languages(words):
    assert len({tuple(meanings([word])) for word in words}) == 1


def test_words_without_a_topic_are_dropped():
    assert meanings(["मेरा", "है", "the", "ka"]) == []


def test_careful_spelling_tells_later_from_flood():
    assert meanings(["बाद"]) == meanings(["baad"]) != meanings(["बाढ़"]) == meanings(["baadh"])


def test_an_unlisted_word_means_its_stem():
    assert meanings(["zebrakhana"]) == meanings(["zebrakhane"])


def test_each_word_is_listed_once():
    words = [word for line in read_lines("concepts") if line[0] != "-" for word in line[1:]]
    dropped = [word for line in read_lines("concepts") if line[0] == "-" for word in line[1:]]
    assert len(words) > 1000
    assert sorted(set(words) & set(dropped)) == []

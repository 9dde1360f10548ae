"""What is found, in which order, and what is near enough to be shown."""

import pytest

from bot.knowledge.search.index import LEAST_OF_PASSAGE, Index
from bot.knowledge.search.tokens import tokens

TEXTS = [
    "संगरोध अवकाश 21 दिन तक मिलता है। चिकित्सा प्रमाण पत्र आवश्यक है।",
    "अध्ययन अवकाश 24 माह तक मिल सकता है।",
    "पेंशन का भुगतान कोषागार से होता है।",
    "मकान किराया भत्ता शहर की श्रेणी पर निर्भर है।",
    "The study of files is done by the section officer.",
]


@pytest.fixture(scope="module")
def index():
    return Index([tokens(text) for text in TEXTS])


def found(index, question, near_only=True):
    words = tokens(question)
    hits = index.best(words, index.rarity)
    return [hit.place for hit in hits if hit.is_near(words, LEAST_OF_PASSAGE) or not near_only]


@pytest.mark.parametrize(
    "question",
    ["संगरोध अवकाश कितने दिन का", "sangrodh avkash kitne din ka", "quarantine? sangarodh chutti"],
)
def test_spelling_and_script_do_not_matter(index, question):
    assert found(index, question)[0] == 0


def test_english_finds_hindi(index):
    assert found(index, "study leave")[0] == 1
    assert found(index, "pension payment by treasury") == [2]


def test_the_text_with_more_of_the_rare_words_comes_first(index):
    assert found(index, "अध्ययन अवकाश के लिए प्रमाण पत्र", near_only=False)[0] in (0, 1)
    hits = index.best(tokens("अध्ययन अवकाश"), index.rarity)
    assert [hit.place for hit in hits][0] == 1
    assert hits[0].coverage == pytest.approx(1)
    assert hits[0].coverage > hits[1].coverage > 0


@pytest.mark.parametrize(
    "question",
    ["", "क्या", "cricket match ka score", "21", "21 24", "अवकाश में गोवा घूमने का खर्च बताओ", "🙂"],
)
def test_a_word_in_common_by_chance_is_not_near(index, question):
    assert found(index, question) == []


def test_a_single_word_is_enough_when_it_is_all_that_was_asked(index):
    assert found(index, "pension kya hai") == [2]


def test_an_empty_index_finds_nothing():
    assert found(Index([]), "pension") == []
    assert found(Index([[], []]), "pension") == []


def test_a_word_of_no_text_counts_against_all_of_them(index):
    with_unknown, without = (
        index.best(tokens(text), index.rarity)[0].coverage
        for text in ("अध्ययन अवकाश ज़ेबरा", "अध्ययन अवकाश")
    )
    assert with_unknown < 0.8 * without

"""Extracts are short, hold what was asked, and say where something was left out."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.knowledge.search.extract import LONGEST, extract
from bot.knowledge.search.index import Rarity
from bot.knowledge.search.tokens import tokens

FILLER = "यह नियम सभी विभागों के सेवकों पर समान रूप से लागू होता है और इसमें कोई छूट नहीं है। " * 3
ASKED = "संगरोध अवकाश 21 दिन तक मिलता है।"
RARITY = Rarity.of([tokens(FILLER), tokens(ASKED)])


@pytest.mark.parametrize("question", ["sangrodh avkash kitne din", "quarantine संगरोध"])
@pytest.mark.parametrize("text", [ASKED + FILLER, FILLER + ASKED, FILLER + ASKED + FILLER])
def test_the_sentence_that_was_asked_for_is_in_it(text, question):
    cut = extract(text, tokens(question), RARITY)
    assert ASKED in cut
    assert len(cut) <= LONGEST


def test_a_short_text_is_quoted_whole():
    assert extract("A short\nrule.", ["rule"], RARITY) == "A short rule."


def test_what_was_left_out_is_marked():
    words = "शब्द " * 60 + "संगरोध " + "शब्द " * 60
    cut = extract(words, tokens("संगरोध"), RARITY)
    assert cut.startswith("… ")
    assert cut.endswith(" …")


def test_words_that_stand_far_apart_are_both_shown():
    far = "अध्ययन अवकाश 24 माह तक मिलता है।"
    cut = extract(ASKED + FILLER + FILLER + far, tokens("संगरोध 21 दिन अध्ययन 24 माह"), RARITY)
    assert "संगरोध" in cut
    assert far in cut
    assert " … " in cut


def test_a_paragraphs_number_is_not_left_at_the_end():
    text = f"{ASKED} 2. {FILLER}{FILLER}"
    assert extract(text, tokens("संगरोध"), RARITY, limit=60) == ASKED


def test_a_phrase_of_two_words_is_found():
    text = FILLER + "सेवा पुस्तिका कार्यालय में रहती है। " + FILLER
    assert "सेवा पुस्तिका" in extract(text, tokens("service book"), RARITY)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["संगरोध", "नियम।", "y" * 300, "21", "a"]), min_size=1, max_size=90),
    st.sampled_from(["संगरोध 21", "nothing", ""]),
)
def test_it_is_never_too_long_nor_empty(words, question):
    cut = extract(" ".join(words), tokens(question), RARITY)
    assert 0 < len(cut) <= LONGEST

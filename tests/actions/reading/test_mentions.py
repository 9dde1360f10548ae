"""Cues: found in any spelling, the longest first, and measured from the figures."""

from typing import Any

from actions.reading.mentions import Mentions
from actions.reading.spelling import fold, words_of
from actions.rules import calculators


def test_spellings_of_a_word_are_one() -> None:
    assert fold("Tankhwah") == fold("tankhvah")
    assert fold("chhutti") == fold("chuti")
    assert fold("सेवानिवृत्ति") == fold("सेवानिवृत्ती")
    assert fold("CCL") != fold("CL")


def test_a_figure_is_one_word() -> None:
    assert [word.key for word in words_of("₹56,100.50 15/01/2020")] == ["56,100.50", "15/01/2020"]


def test_of_two_cues_at_one_place_the_longer_counts(message: Any) -> None:
    inputs = calculators()["gpf_advance"].inputs
    mentions = Mentions(message("pichla advance 50,000"), inputs)
    by_name = {field.name: mentions.of(field) for field in inputs}
    assert by_name["previous_amount"]
    assert not by_name["amount"]


def test_a_cue_counts_less_across_a_clause_and_another_figure(message: Any) -> None:
    said = message("basic 40,000, jama 3,00,000")
    calculator = calculators()["gpf_advance"]
    mentions = Mentions(said, calculator.inputs)
    first, second = mentions.figures
    basic, balance = calculator.input("basic_pay"), calculator.input("balance")
    assert mentions.nearness(first, basic) > mentions.nearness(second, basic)
    assert mentions.nearness(second, balance) > mentions.nearness(first, balance)
    assert mentions.nearness(first, calculator.input("amount")) == 0


def test_words_far_apart_have_nothing_to_do_with_each_other(message: Any) -> None:
    said = message("basic " + "bahut purani baat hai " * 5 + "40,000")
    calculator = calculators()["gpf_advance"]
    mentions = Mentions(said, calculator.inputs)
    assert mentions.nearness(mentions.figures[0], calculator.input("basic_pay")) == 0

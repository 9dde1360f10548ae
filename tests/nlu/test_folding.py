import re
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bot.nlu import folding_rules
from bot.nlu.folding import fold
from bot.nlu.phonetics import ABBREVIATIONS
from bot.nlu.word_files import read_lines
from bot.nlu.word_lists import GLUES, SPLITS

PAIRS = [
    line.split("\t")
    for line in Path(__file__).with_name("pairs.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
devanagari = st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F))
latin = st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,0123456789")


def test_there_are_six_hundred_pairs_of_spellings():
    assert len({tuple(pair) for pair in PAIRS}) >= 600


@pytest.mark.parametrize(("hindi", "roman"), PAIRS)
def test_a_word_folds_alike_in_both_scripts(hindi, roman):
    assert fold(hindi) == fold(roman) != ""


@given(st.one_of(st.text(max_size=300), devanagari, latin))
def test_folding_a_folded_text_changes_nothing(text):
    folded = fold(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    "text",
    ["ई" * 4000, "जी०" * 1300, "a.b." * 1000, "\u200d्" * 2000, "ﷺ" * 4000, "1 e k y c " * 400],
)
def test_long_odd_texts_fold_quickly(text):
    start = time.perf_counter()
    fold(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("GPF", "gpf", "g.p.f.", "G P F", "जीपीएफ", "जी०पी०एफ०", "जी0पी0एफ0", "जी.पी.एफ."),
        ("gpf", "जी पी एफ"),
        ("ACP", "acp", "एसीपी", "ए०सी०पी०", "ए सी पी"),
        ("MACP", "एमएसीपी", "एम ए सी पी"),
        ("ACR", "एसीआर"),
        ("DDO", "डीडीओ", "डी०डी०ओ०", "d d o"),
        ("health card", "healthcard", "हेल्थकार्ड", "हेल्थ कार्ड", "helth kard"),
        ("ekyc", "e-KYC", "e kyc", "ई-केवाईसी", "ईकेवाईसी", "ई केवाईसी"),
        ("मुझे पेंशन चाहिए", "mujhe pension chahiye", "muje penshan chaiye"),
        ("2017", "२०१७"),
        ("क\u200dर्म", "कर्म"),
        ("\u095bिला", "ज\u093cिला", "जिला", "zila"),
    ],
)  # fmt: skip
def test_spellings_of_one_thing_fold_alike(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "words", [("की", "का", "के", "को"), ("मिला", "मिले", "मिली"), ("opd", "ipd")]
)
def test_words_that_differ_in_meaning_stay_apart(words):
    assert len({fold(word) for word in words}) == len(words)


def test_words_keep_their_boundaries():
    assert len(fold("मेरा पेंशन कब मिलेगा 56100").split()) == 5


def test_abbreviations_keep_their_letters():
    assert ABBREVIATIONS
    assert [word for word in ABBREVIATIONS if fold(word) != word] == []


def test_every_rule_gives_its_reason_and_compiles():
    assert len(folding_rules.RULES) > 20
    for rule in folding_rules.RULES:
        assert len(rule.reason) > 10
        re.compile(rule.pattern)


def test_lists_hold_compounds_and_concepts():
    assert SPLITS
    assert GLUES
    assert sum(1 for _ in read_lines("concepts")) > 300

import time
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from bot.nlu.entities import KINDS, extract, vocabulary

TODAY = date(2026, 11, 22)
PIECES = [
    *(
        "5",
        "lakh",
        "हज़ार",
        "15/01/2020",
        "jan",
        "मार्च",
        "saal",
        "mahine",
        "level",
        "7",
        "13A",
        "gp",
    ),
    *("4600", "papa", "माँ", "kanpur", "basti", "%", "₹", "Rs.", "/-", "-", ",", ".", "[mobile#1]"),
    *("UP2024-00123456", "sarkari", "hospital", "nahi", "haan", "kal", "pehle", "10", "tarikh"),
    *("pichle", "umar", "ka", "ki", "sadhe", "do", "sau"),
]
LISTS = ["numbers", "units", "dates", "people", "places", "answers", "ages"]
LONGEST = 4000
MOST_SECONDS = 0.05

SENTENCES = [
    "meri aakhri basic 92,300 thi aur 33 saal 4 mahine naukri, pension kitni?",
    "private hospital me kitne tak ka free ilaaj hai",
    "क्या ओपीडी का बिल 15 जनवरी 2020 तक जमा हो सकता है",
    "my father is 70 years old and lives with me in Kanpur Nagar, is he covered?",
    "level 7 par grade pay 4600 tha, da 42 percent",
    "mera card ka status UP2024-00123456",
]
HARD = {
    "digits": "9" * LONGEST,
    "grouping": "12," * LONGEST,
    "decimals": "1." * LONGEST,
    "dashes": "1-" * LONGEST,
    "slashes": "15/1/" * LONGEST,
    "numbers": "15 " * LONGEST,
    "words": "teen " * LONGEST,
    "amounts": "5 lakh " * LONGEST,
    "durations": "5 saal " * LONGEST,
    "initials": "ओ०" * LONGEST,
    "dots": "o." * LONGEST,
    "brackets": "[a#1" * LONGEST,
    "applications": "UP2024" * LONGEST,
    "months": "jan 15 " * LONGEST,
    "relative": "pichle mahine ki ki " * LONGEST,
    "hospitals": "bahar ke ki panel " * LONGEST,
    "names": "kanpurabad " * LONGEST,
    "one word": "क" * LONGEST,
    "spaces": " " * LONGEST,
    "signs": "\u093c" * LONGEST,
}


def words_of(listed: object) -> list[str]:
    if isinstance(listed, dict):
        return [word for part in listed.values() for word in words_of(part)]
    if isinstance(listed, list):
        return [word for part in listed for word in words_of(part)]
    return str(listed).split()


VOCABULARY = [word for name in LISTS for word in words_of(vocabulary.read(name))]


def check(text: str) -> None:
    found = extract(text, today=TODAY)
    ends = [0, *(entity.end for entity in found)]
    for entity, previous in zip(found, ends, strict=False):
        assert entity.kind in KINDS
        assert previous <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text


@given(st.text(max_size=LONGEST))
@settings(max_examples=150, deadline=None)
def test_arbitrary_unicode_never_raises(text):
    check(text)


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x97F), max_size=300))
@settings(max_examples=150, deadline=None)
def test_devanagari_noise_never_raises(text):
    check(text)


PIECE = st.sampled_from(PIECES) | st.sampled_from(VOCABULARY)


@pytest.mark.timeout(60)
@given(st.lists(st.tuples(PIECE, st.sampled_from([" ", " ", "", "-", ", ", ". "])), max_size=40))
@settings(max_examples=500, deadline=None)
def test_its_own_words_in_any_order_never_raise(pieces):
    assert len(VOCABULARY) > 1000
    check("".join(piece + joint for piece, joint in pieces))


@given(
    st.dates(),
    st.sampled_from(["kal", "aaj", "5 saal pehle", "is saal 1 april", "10 tarikh", "last month"]),
)
@settings(deadline=None)
def test_any_today_will_do(today, text):
    extract(text, today=today)


def cpu_seconds(text: str) -> float:
    """Least of three runs: other processes share these cores."""
    runs = []
    for _ in range(3):
        start = time.process_time()
        extract(text, today=TODAY)
        runs.append(time.process_time() - start)
    return min(runs)


@pytest.mark.parametrize("name", sorted(HARD))
def test_four_thousand_hard_characters_take_milliseconds(name):
    assert cpu_seconds(HARD[name][:LONGEST]) < MOST_SECONDS


def test_a_usual_sentence_takes_less_than_a_millisecond():
    times = sorted(cpu_seconds(text) for text in SENTENCES)
    assert times[len(times) // 2] < 0.001

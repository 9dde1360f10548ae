"""Words of a message in one spelling for the many that people type."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# A figure keeps its commas and points: 56,100 and 15.01.2020 are one word each.
_WORD = re.compile(
    r"\d[\d.,/:-]*\d|\d|(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097F])+(?:['’][^\W\d_]+)?"
)
_MOST_WORDS = 500
_NUKTA = "\u093c"
_HALF_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
_DEVANAGARI = str.maketrans({"ँ": "ं", "ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ॉ": "ा", "ऑ": "आ"})
_GLIDE = re.compile("य([ेि])")
_GLIDE_VOWEL = {"े": "ए", "ि": "इ"}
_LATIN_PAIRS = (("chh", "ch"), ("ee", "i"), ("oo", "u"), ("ph", "f"), ("ksh", "x"))
_LATIN = str.maketrans("wzq", "vjk", "'’")
# A doubled consonant at the head is an abbreviation: CCL is not CL.
_REPEATED = re.compile(r"([aeiou])\1+|(?<=.)(.)\2+")


class Word(NamedTuple):
    """A word with its place in the text; `key` is its folded spelling."""

    start: int
    end: int
    key: str


def words_of(text: str) -> list[Word]:
    """The words of a text from left to right.

    >>> [word.key for word in words_of("Basic ₹56,100, नियुक्ति")]
    ['basic', '56,100', 'नियुक्ति']
    """
    found = []
    for match in _WORD.finditer(text):
        found.append(Word(match.start(), match.end(), fold(match.group())))
        if len(found) == _MOST_WORDS:
            break
    return found


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The spelling under which words are compared.

    Devanagari loses nukta, vowel length of i and u, and the choice of nasal sign; Latin loses
    case, doubled letters and the choices w/v, z/j, ph/f, chh/ch.

    >>> fold("Waapsi") == fold("vapsi"), fold("किराये") == fold("किराए")
    (True, True)
    """
    if any("\u0900" <= letter <= "\u097f" for letter in word):
        plain = unicodedata.normalize("NFD", word.lower()).replace(_NUKTA, "")
        plain = _HALF_NASAL.sub("ं", plain.translate(_DEVANAGARI))
        return _GLIDE.sub(lambda match: _GLIDE_VOWEL[match[1]], plain)
    plain = word.lower().translate(_LATIN)
    if plain[:1].isdigit():
        return plain
    for pair, single in _LATIN_PAIRS:
        plain = plain.replace(pair, single)
    return _REPEATED.sub(r"\1\2", plain)

"""One spelling for the many ways in which a word of the grammar is typed.

This is for exact look-up in closed word lists, so it folds less than the classifier's
folding does: two words of the grammar must never become one.
"""

import re
import unicodedata
from functools import lru_cache

_NUKTA_FORMS = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (0x929, 0x931, 0x934, *range(0x958, 0x960))
}
_DROPPED = {ord(mark): None for mark in "\u093c\u200b\u200c\u200d\u200e\u200f\ufeff\u0903.॰०0"}
_LENGTHS = {ord(long): short for long, short in zip("ीईूऊँ", "िइुउं", strict=True)}
_DEVANAGARI = {**_NUKTA_FORMS, **_DROPPED, **_LENGTHS}
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
_GLIDE = re.compile("य([ेि])")
_GLIDE_VOWEL = {"े": "ए", "ि": "इ"}
_LATIN_PAIRS = (("chh", "ch"), ("ee", "i"), ("oo", "u"), ("ph", "f"))
_LATIN = str.maketrans("wzq", "vjk", "'’")
# A doubled consonant at the head is an abbreviation (DDO is not "do").
_REPEATED = re.compile(r"([aeiou])\1+|(?<=.)(.)\2+")


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Key under which a word is looked up.

    Devanagari loses nukta, vowel length of i and u, and the choice of nasal sign; Latin loses
    case, accents, doubled letters and the choices w/v, z/j, ph/f, chh/ch.

    >>> fold("हज़ार") == fold("हजार"), fold("Hazaar") == fold("hajar")
    (True, True)
    """
    if any("\u0900" <= letter <= "\u097f" for letter in word):
        return _fold_devanagari(word)
    decomposed = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).replace(".", "")
    for pair, single in _LATIN_PAIRS:
        plain = plain.replace(pair, single)
    return _REPEATED.sub(r"\1\2", plain.translate(_LATIN))


def _fold_devanagari(word: str) -> str:
    plain = word.lower().translate(_DEVANAGARI)
    plain = _NASAL.sub("ं", plain)
    return _GLIDE.sub(lambda match: _GLIDE_VOWEL[match[1]], plain)

"""Writes Devanagari Hindi in the Roman letters that people use in chats.

For people who asked for it with "roman me likho". It aims at how Hinglish is typed ("aapka aavedan
DDO ke paas hai"), not at a reversible transliteration, for which no letters with marks are used.
"""

import re
import unicodedata
from functools import lru_cache

CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j",
    "झ": "jh", "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t",
    "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph", "ब": "b", "भ": "bh",
    "म": "m", "य": "y", "र": "r", "ल": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s",
    "ह": "h", "ळ": "l", "क़": "q", "ख़": "kh", "ग़": "g", "ज़": "z", "ड़": "d", "ढ़": "dh", "फ़": "f",
}  # fmt: skip
SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai",
    "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "e",
}  # fmt: skip
VOWELS = {
    "अ": "a", "आ": "aa", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai",
    "ओ": "o", "औ": "au", "ऑ": "o", "ऍ": "e",
}  # fmt: skip
# Words whose usual spelling in chats no rule gives.
USUAL = {
    "में": "mein", "मैं": "main", "नहीं": "nahi", "और": "aur", "यह": "yah", "वह": "vah",
    "हूँ": "hoon", "हाँ": "haan", "क्या": "kya", "क्यों": "kyon", "फोन": "phone", "रु०": "Rs",
    "ज़िला": "zila", "हिंदी": "hindi", "रुपये": "rupaye", "बजे": "baje", "पूछिए": "poochhiye",
    "कीजिए": "kijiye", "लीजिए": "lijiye", "दीजिए": "dijiye", "लिखिए": "likhiye",
}  # fmt: skip
VIRAMA, NUKTA = "्", "़"
SCHWA = "\x01"  # an inherent vowel that may turn out to be silent

_WORD = re.compile(r"[\u0900-\u0963\u0970-\u097F]+")
_DIGITS = str.maketrans("०१२३४५६७८९।॥", "0123456789..")
_NO_VOWEL = rf"[^aeiou{SCHWA}]h?h?"
_MEDIAL_SCHWA = re.compile(rf"(?<=[aeiou{SCHWA}])({_NO_VOWEL}){SCHWA}(?={_NO_VOWEL}[aeiou])")


def romanise(text: str) -> str:
    """The text with each Devanagari word in Roman letters; everything else unchanged.

    >>> romanise("आपका आवेदन DDO के पास लंबित है।")
    'aapka aavedan DDO ke paas lambit hai.'
    """
    text = unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda match: _romanise_word(match.group()), text.translate(_DIGITS))


@lru_cache(maxsize=4096)
def _romanise_word(word: str) -> str:
    if word in USUAL:
        return USUAL[word]
    letters = _drop_schwas(_letters(word))
    letters = re.sub(r"n(?=[pbm])", "m", letters)
    letters = re.sub(r"ie$", "iye", letters)  # bataiye, liye
    # One long syllable is written with both its a's: kaam, paas, but sarkari.
    if len(re.findall(r"[aeiou]+", letters)) == 1 and "ा" in word and not letters.endswith("a"):
        letters = re.sub(r"(?<!a)a(?!a)", "aa", letters)
    return letters


def _letters(word: str) -> str:
    """Letter by letter, each inherent vowel marked as a schwa."""
    word = unicodedata.normalize("NFD", word).replace("ज" + "्" + "ञ", "ग्य")
    out: list[str] = []
    index = 0
    while index < len(word):
        sign = word[index]
        following = word[index + 1] if index + 1 < len(word) else ""
        if following == NUKTA:
            sign = unicodedata.normalize("NFC", sign + NUKTA)
            index += 1
            following = word[index + 1] if index + 1 < len(word) else ""
        out.append(_letter(sign, following))
        index += 1
    return "".join(out)


def _letter(sign: str, following: str) -> str:
    bare = CONSONANTS.get(sign) or CONSONANTS.get(unicodedata.normalize("NFD", sign))
    if bare:
        keeps_vowel = following not in SIGNS and following != VIRAMA
        return bare + SCHWA if keeps_vowel else bare
    if sign in "ंँ":
        return "n"
    return SIGNS.get(sign) or VOWELS.get(sign) or ("h" if sign == "ः" else "")


def _drop_schwas(letters: str) -> str:
    """Hindi does not speak the vowel at a word's end, nor between V.C and C.V."""
    if len(re.findall(rf"[aeiou{SCHWA}]", letters)) > 1:
        letters = re.sub(rf"(?<=[^aeiou{SCHWA}]){SCHWA}$", "", letters)
    # From the right, as deletion of a later vowel protects an earlier one.
    while matches := list(_MEDIAL_SCHWA.finditer(letters)):
        last = matches[-1]
        letters = letters[: last.end() - 1] + letters[last.end() :]
    return letters.replace(SCHWA, "a")

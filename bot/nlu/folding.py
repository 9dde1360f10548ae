"""One phonetic key for every spelling of a word, whatever the script.

`fold` writes each word of a message in a small Latin alphabet in which पेंशन, pension and penshan
are the same string. Word boundaries stay, so word n-grams work on folded text. The equivalences
and their reasons are in `folding_rules`; words whose spelling no rule predicts are in `words/`.
"""

import re
import unicodedata
from functools import lru_cache

from bot.nlu.folding_rules import LETTER_NAMES
from bot.nlu.phonetics import NAMES, raw_key
from bot.nlu.word_lists import ALIASES, GLUES, SPLITS

_IGNORED = dict.fromkeys((0x200C, 0x200D, 0x00AD, 0x0903, 0x093D, 0x0951, 0x0952, 0xFEFF))
_DIGITS = {ord("०") + i: str(i) for i in range(10)}
_TOKEN = re.compile(r"\d+|[a-z]+|[\u0900-\u0963\u0971-\u097f]+|[^\W\d_]", re.UNICODE)
# जी०पी०एफ०, जी0पी0एफ0, जी.पी.एफ. and g.p.f.: letters with a mark of abbreviation after each.
_WORD_CHARACTER = r"[\w\u0900-\u0963]"
_DOTTED = re.compile(
    rf"(?<!{_WORD_CHARACTER})(?:(?:{NAMES}|[a-z])[0०.॰]\s?){{1,7}}(?:{NAMES}|[a-z])"
    rf"(?:[0०.॰](?!\d))?(?!{_WORD_CHARACTER})"
)
_LETTER = re.compile(rf"{NAMES}|[a-z]")
_LONGEST_GLUE = max(map(len, GLUES))
_GLUE_STARTS = frozenset(parts[0] for parts in GLUES)
_MAX_ROUNDS = 6


def fold(text: str) -> str:
    """Write `text` as space-separated phonetic keys, one for each word or number.

    Folding a folded text changes nothing.

    >>> fold("पेंशन कब मिलेगी") == fold("penshan kab milegi") == fold("Pension kb milegi?")
    True
    >>> fold("जी०पी०एफ०") == fold("GPF") == fold("जीपीएफ") == fold("g p f")
    True
    """
    words = _TOKEN.findall(plain(text))
    for _ in range(_MAX_ROUNDS):
        before = words
        words = _glue([key for word in words for key in split_word(word)])
        if words == before:
            break
    return " ".join(words)


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """The phonetic key of one lower-case word without spaces.

    >>> fold_word("करें") == fold_word("karein")
    True
    """
    key = raw_key(word)
    return ALIASES.get(key, key)


def plain(text: str) -> str:
    """Lower-case text in decomposed NFKC, with ASCII digits and abbreviations without dots.

    Joiners, and accents on Latin letters, are left out.

    >>> plain("जी०पी०एफ० २०१७").split()
    ['gpf', '2017']
    """
    if text.isascii():
        text = text.lower()
        return _DOTTED.sub(_spell, text) if "." in text or "0" in text else text
    text = unicodedata.normalize("NFKC", text).translate(_IGNORED).casefold()
    text = unicodedata.normalize("NFD", text)
    text = "".join(letter for letter in text if not "\u0300" <= letter <= "\u036f")
    return _DOTTED.sub(_spell, text).translate(_DIGITS)


@lru_cache(maxsize=65_536)
def split_word(word: str) -> tuple[str, ...]:
    """The keys of a word: those of its parts, if it is a compound that people glue."""
    key = fold_word(word)
    return SPLITS.get(key, (key,))


def _spell(match: re.Match[str]) -> str:
    """The Latin letters of a dotted abbreviation."""
    letters = _LETTER.findall(match.group())
    return " " + "".join(LETTER_NAMES.get(letter, letter) for letter in letters) + " "


def _glue(words: list[str]) -> list[str]:
    """Join what people split: the letters of known abbreviations, and known compounds."""
    if _GLUE_STARTS.isdisjoint(words):
        return words
    glued: list[str] = []
    start = 0
    while start < len(words):
        longest = _LONGEST_GLUE if words[start] in _GLUE_STARTS else 0
        for length in range(longest, 1, -1):
            joined = GLUES.get(tuple(words[start : start + length]))
            if joined:
                glued.append(joined)
                start += length
                break
        else:
            glued.append(words[start])
            start += 1
    return glued

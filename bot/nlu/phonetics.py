"""The sound of one word as rules give it: Devanagari to Latin letters, then one key."""

import re
import unicodedata

from bot.nlu import folding_rules as rules
from bot.nlu.word_files import read_lines

ABBREVIATIONS = frozenset(word for line in read_lines("abbreviations") for word in line)
NAMES = "|".join(sorted(rules.LETTER_NAMES, key=len, reverse=True))

_RULES = tuple((re.compile(rule.pattern), rule.replacement) for rule in rules.RULES)
_CAREFUL_RULES = tuple(
    compiled for compiled, rule in zip(_RULES, rules.RULES, strict=True) if not rule.careless
)
_NUKTA, _VIRAMA = "\u093c", "\u094d"
_NASALS = "\u0900\u0901\u0902"
_NUKTA_LETTERS = {"ज": "z", "फ": "f", "ड": "d", "ढ": "dh"}
# A vowel sign begins no name: एसीपी is ए, सी, पी, not एस and a rest.
_NAME = re.compile(rf"(?:{NAMES})(?![\u0900-\u0903\u093a-\u094f])")
_SPOKEN = re.compile(f"(?:{_NAME.pattern}){{2,8}}")
_MAX_WORD = 40
_MAX_ROUNDS = 8


def raw_key(word: str) -> str:
    """The key of a lower-case word (of its first 40 characters) before irregular words are seen.

    >>> raw_key("योजना"), raw_key("yojnaa")
    ('yojna', 'yojna')
    """
    word = word[:_MAX_WORD]
    if "\u0900" <= word[:1] <= "\u097f":
        word = latin(word)
    if not word.isascii() or word.isdigit() or word in ABBREVIATIONS:
        return word
    return _rewrite(word, _RULES)


def careful_key(word: str) -> str:
    """A key of people who spell well: aspirates and sh stay.

    >>> careful_key("बाढ़") == careful_key("baadh") != careful_key("baad")
    True
    """
    word = word[:_MAX_WORD]
    if "\u0900" <= word[:1] <= "\u097f":
        word = latin(word)
    plain = not word.isascii() or word in ABBREVIATIONS
    return word if plain else _rewrite(word, _CAREFUL_RULES)


def _rewrite(word: str, steps: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for _ in range(_MAX_ROUNDS):
        before = word
        for pattern, replacement in steps:
            word = pattern.sub(replacement, word)
        if word == before:
            break
    return word


def latin(word: str) -> str:
    """A Devanagari word in Latin letters: an abbreviation's letters, or its sounds.

    >>> latin("ओटीपी"), latin("एसीपी"), latin("कार्ड")
    ('otp', 'acp', 'kaard')
    """
    word = unicodedata.normalize("NFD", word)
    bare = word.replace(_NUKTA, "")
    if _SPOKEN.fullmatch(bare) and bare not in rules.NOT_LETTER_NAMES:
        return "".join(rules.LETTER_NAMES[name] for name in _NAME.findall(bare))
    return "".join(_sounds(word)).replace("jny", "gy").replace("jn", "gy") or word


def _sounds(word: str) -> list[str]:
    sounds: list[str] = []
    inherent = False  # the last consonant still carries its unwritten a
    for position, letter in enumerate(word):
        if letter == _NUKTA:
            if position and inherent:
                sounds[-1] = _NUKTA_LETTERS.get(word[position - 1], sounds[-1])
            continue
        sign = rules.VOWEL_SIGNS.get(letter)
        if inherent and sign is None and letter != _VIRAMA:
            sounds.append("a")
        inherent = letter in rules.CONSONANTS
        if inherent:
            sounds.append(rules.CONSONANTS[letter])
        elif letter in _NASALS:
            sounds.append("n" if position < len(word) - 1 else "")
        else:
            sounds.append(sign or rules.INDEPENDENT_VOWELS.get(letter, ""))
    if inherent and sum(letter in rules.CONSONANTS for letter in word) == 1 == len(word):
        sounds.append("a")
    return sounds

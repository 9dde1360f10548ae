"""The features of a message: words and character n-grams, as written and as folded."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.nlu.folding import fold, plain

MAX_CHARACTERS = 500
MAX_MEANINGS = 14
SMALL, YEAR_FROM, YEAR_TO, AMOUNT = 100, 1940, 2100, 1_000

# A word keeps its vowel signs: \w alone would cut की, का and के down to क.
_WORD = re.compile(r"[\w\u0900-\u0963\u0971-\u097f]+")
_VAULT_TOKEN = re.compile(r"\[([a-z]+)#\d+\]")
# In capitals amid small letters it is the Treasury Officer, not the words to and तो.
_TREASURY_OFFICER = re.compile(r"\bTOs?\b(?=.*[a-z\u0900-\u097f])|(?<=[a-z\u0900-\u097f] )TOs?\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DATE = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")


def normalise(text: str) -> str:
    """Plain lower-case text in which identifiers, dates and numbers are words for their kind.

    Small numbers and years stay beside their kind: a rule has a number, an order has a year.

    >>> normalise("Basic 56,100 since 15/01/2020").split()
    ['basic', 'numamount', 'since', 'numdate']
    """
    text = _TREASURY_OFFICER.sub(" treasuryofficer ", text[:MAX_CHARACTERS])
    text = plain(text)
    if "[" in text:
        text = _VAULT_TOKEN.sub(r" tok\1 ", text)
    if any(map(str.isdigit, text)):
        text = _NUMBER.sub(_kind_of_number, _DATE.sub(" numdate ", text))
    return text


def _kind_of_number(match: re.Match[str]) -> str:
    value = float(match.group().replace(",", ""))
    if value < SMALL:
        return f" numsmall {match.group()} "
    if YEAR_FROM <= value < YEAR_TO and match.group().isdigit():
        return f" numyear {match.group()} "
    return " numamount " if value >= AMOUNT else " nummiddle "


def written_words(normalised: str) -> list[str]:
    """The words as people wrote them, vowel signs kept.

    >>> written_words("की का के")
    ['की', 'का', 'के']
    """
    return _WORD.findall(normalised)


def folded_words(normalised: str) -> list[str]:
    """The words as phonetic keys."""
    return fold(normalised).split()


@lru_cache(maxsize=65_536)
def letter_ngrams(word: str) -> tuple[str, ...]:
    """Runs of three and four characters of one word with a space on either side.

    Runs of two and five make a training half as long again, and read no better.

    >>> letter_ngrams("का")
    (' का', 'का ', ' का ')
    """
    padded = f" {word[:40]} "
    return tuple(
        padded[start : start + size] for size in (3, 4) for start in range(len(padded) - size + 1)
    )


def word_ngrams(words: list[str]) -> list[str]:
    """Single words and pairs of neighbours.

    >>> word_ngrams(["gpf", "kab", "milega"])
    ['gpf', 'kab', 'milega', 'gpf kab', 'kab milega']
    """
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def meaning_pairs(meanings: list[str]) -> list[str]:
    """Meanings, and each two of a message in alphabetical order, wherever they stand in it.

    >>> meaning_pairs(["when", "pension", "receive"])
    ['when', 'pension', 'receive', 'pension+receive', 'pension+when', 'receive+when']
    """
    distinct = sorted(set(meanings))[:MAX_MEANINGS]
    return meanings + [f"{a}+{b}" for i, a in enumerate(distinct) for b in distinct[i + 1 :]]

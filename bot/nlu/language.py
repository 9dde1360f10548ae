"""Which language a message is in: Hindi, English or Hinglish. Imports nothing heavy."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from bot.nlu.phonetics import NAMES

Language = Literal["hi", "en", "hinglish"]

# Log odds below which, either way, a message in Latin letters could be either language.
DOUBTFUL = 0.9
MAX_CHARACTERS = 500

_DEVANAGARI_WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f]+")
_DEVANAGARI_ABBREVIATION = re.compile(rf"(?:{NAMES}|[०ं़])+")
_LATIN_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_TOKEN = re.compile(r"\[[a-z]+#\d+\]|https?://\S+|\S+@\S+")


class Odds(NamedTuple):
    """Natural logarithms of how much likelier something is in Hinglish than in English.

    Attributes:
        words: for words seen often enough in examples.
        letters: for runs of three letters (a space is the edge of a word), for other words.
    """

    words: dict[str, float]
    letters: dict[str, float]


@lru_cache(maxsize=1)
def read_odds() -> Odds:
    """The odds that `bot.nlu.language_training` wrote from the examples in `data/`."""
    text = Path(__file__).with_name("language_odds.json").read_text(encoding="utf-8")
    return Odds(**json.loads(text))


def detect(text: str, previous: str | None = None) -> Language:
    """The language of a message.

    A message without evidence either way (ok, status, a number) keeps the language of the
    conversation, English if there is none; so does a single word in Latin letters, which people
    write in any language (source?, pdf, thanks).

    Args:
        text: what the person wrote; vault tokens, links and e-mail addresses are passed over.
        previous: language of the conversation so far.

    >>> detect("पेंशन कब मिलेगी"), detect("gpf kab milega"), detect("what is DA")
    ('hi', 'hinglish', 'en')
    """
    text = _TOKEN.sub(" ", text[:MAX_CHARACTERS].lower())
    devanagari = _DEVANAGARI_WORD.findall(text)
    latin = _LATIN_WORD.findall(text)
    if any(not _DEVANAGARI_ABBREVIATION.fullmatch(word) for word in devanagari):
        return "hi"
    if previous and len(latin) == 1 and not devanagari:
        return _known(previous)
    odds = sum(_odds_of(word) for word in latin)
    if devanagari and abs(odds) < DOUBTFUL:
        return "hi"
    if abs(odds) >= DOUBTFUL:
        return "hinglish" if odds > 0 else "en"
    return _known(previous)


def _known(previous: str | None) -> Language:
    if previous == "hi":
        return "hi"
    return "hinglish" if previous == "hinglish" else "en"


@lru_cache(maxsize=20_000)
def _odds_of(word: str) -> float:
    """Evidence of one word; what only its letters say is limited."""
    odds = read_odds()
    known = odds.words.get(word)
    if known is not None:
        return known
    padded = f" {word} "
    runs = [padded[i : i + 3] for i in range(len(padded) - 2)]
    total = sum(odds.letters.get(run, 0.0) for run in runs)
    return max(-1.2, min(1.2, 0.5 * total))

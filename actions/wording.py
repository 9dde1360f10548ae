"""The assistant's own phrases, in both languages: `wording.yml`, and the store's of states."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from store import status_words

Words = Mapping[str, str]
LANGUAGES = ("hi", "en")


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, str]]:
    """All phrases: key → language → text with `{fields}`."""
    path = Path(__file__).with_name("wording.yml")
    own: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: dict(words) for key, words in status_words.sentences().items()} | own


def wording(key: str, language: str, **fields: object) -> str:
    """One phrase with its fields filled in.

    Raises:
        KeyError: the phrase, its language or one of its fields is missing.

    >>> wording("ask_again", "en")
    'I could not read that.'
    """
    return phrases()[key][language].strip().format(**fields)


def both(key: str, **fields: object) -> dict[str, str]:
    """One phrase in both languages."""
    return {language: wording(key, language, **fields) for language in LANGUAGES}

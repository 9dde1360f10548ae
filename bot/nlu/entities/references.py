"""Vault tokens and application numbers."""

import re
from collections.abc import Iterator

from bot.nlu.entities.entity import Entity
from bot.nlu.entities.sentence import Sentence

_TOKEN = re.compile(r"\[([a-z_]{1,30})#([0-9]{1,9})\]", re.IGNORECASE)
_APPLICATION = re.compile(
    r"(?<![A-Za-z0-9\u0900-\u0963])(?:UP|यूपी|यू\.?पी\.?)\s?[-/]?\s?"
    r"([0-9]{4})\s?[-/]?\s?([0-9]{8})(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def references(sentence: Sentence) -> Iterator[Entity]:
    """Tokens as `[mobile#1]` with `extra["kind"]`, application numbers as UP2024-00123456."""
    for match in _TOKEN.finditer(sentence.text):
        kind = match[1].lower()
        value = f"[{kind}#{match[2]}]"
        yield sentence.stretch("token", value, match.start(), match.end(), {"kind": kind})
    for match in _APPLICATION.finditer(sentence.plain):
        value = f"UP{match[1]}-{match[2]}"
        yield sentence.stretch("application_number", value, match.start(), match.end(), {})

"""The small words of `words.yml`, folded."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.reading.spelling import fold, words_of

_FILE = Path(__file__).with_name("words.yml")


@cache
def listed(name: str) -> frozenset[str]:
    """Folded words of one line of the list."""
    return frozenset(map(fold, _content()[name].split()))


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Folded phrases of one block of the list."""
    lines = _content()[name]
    return tuple(tuple(word.key for word in words_of(phrase)) for line in lines for phrase in line)


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content

"""Word lists of the grammar, one YAML file a subject, read once and folded."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.entities.spelling import fold

_FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """Read one word list.

    Args:
        name: file name without its ending.

    Raises:
        FileNotFoundError: there is no such list.
    """
    with (_FOLDER / f"{name}.yml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return content


def keys(words: str) -> frozenset[str]:
    """Fold a line of words parted by spaces.

    >>> sorted(keys("Saal साल"))
    ['sal', 'साल']
    """
    return frozenset(fold(word) for word in words.split())


def by_key(table: dict[Any, str]) -> dict[str, Any]:
    """Turn `{value: "word word"}` into `{folded word: value}`; the first value wins.

    >>> by_key({1: "ek एक"})["ek"]
    1
    """
    found: dict[str, Any] = {}
    for value, words in table.items():
        for word in words.split():
            found.setdefault(fold(word), value)
    return found

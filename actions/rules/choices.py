"""The answers a choice allows, and the names by which people call them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Bilingual = Mapping[str, str]
NUKTA = "\u093c"
IGNORED = re.compile(r"[\s.,'\-\u200b-\u200d]+|\b(?:district|zila|jila)\b|जिला|जनपद")


@dataclass(frozen=True)
class Choice:
    """One allowed answer: its code, its title, and the words people use for it."""

    code: str
    title: Bilingual
    words: tuple[str, ...] = ()


def fold(name: str) -> str:
    """The part of a name that matters: no case, spaces, dots, hyphens, nuktas, "district".

    >>> fold("  Gautam  Buddha-Nagar district") == fold("gautambuddhanagar")
    True
    """
    decomposed = unicodedata.normalize("NFD", name).casefold().replace(NUKTA, "")
    return IGNORED.sub("", decomposed.replace("ँ", "ं"))


def index_words(choices: Iterable[Choice]) -> dict[str, tuple[Choice, ...]]:
    """Folded code, titles and words → the choices they may mean."""
    index: dict[str, tuple[Choice, ...]] = {}
    for choice in choices:
        for word in {fold(w) for w in (choice.code, *choice.title.values(), *choice.words)}:
            index[word] = (*index.get(word, ()), choice)
    return index


def listed(choices: Iterable[Choice]) -> dict[str, str]:
    """The titles in one line, both languages."""
    chosen = tuple(choices)
    return {language: ", ".join(c.title[language] for c in chosen) for language in ("hi", "en")}

"""Irregular words, compounds and abbreviations, by phonetic key."""

import unicodedata
from itertools import product

from bot.nlu.folding_rules import LETTER_NAMES
from bot.nlu.phonetics import ABBREVIATIONS, raw_key
from bot.nlu.word_files import read_lines


class SpellingConflict(ValueError):
    """One spelling was listed under two words."""


def key_of(word: str) -> str:
    """The rules' key of a word as it stands in a list."""
    return raw_key(unicodedata.normalize("NFD", word.lower()))


def read_aliases(*names: str) -> dict[str, str]:
    """Key of each listed spelling → key of the head of its line.

    Raises:
        SpellingConflict: a spelling stands under two heads, or a head under another.
    """
    aliases: dict[str, str] = {}
    for line in (line for name in names for line in read_lines(name)):
        head = key_of(line[0])
        for spelling in line:
            known = aliases.setdefault(key_of(spelling), head)
            if known != head:
                raise SpellingConflict(f"{spelling!r} of {line[0]!r} already folds to {known!r}")
    return aliases


ALIASES = read_aliases("loanwords", "chat")


def _folded(word: str) -> str:
    key = key_of(word)
    return ALIASES.get(key, key)


_SPOKEN = {letter: _folded(name) for name, letter in reversed(LETTER_NAMES.items())}


def _spellings(head: str) -> set[str]:
    """Every key under which the word of a list's head may stand before it is looked up."""
    folded = _folded(head)
    keys = {key for key, known in ALIASES.items() if known == folded}
    return keys | {folded, _SPOKEN.get(head, folded)}


def _read_splits() -> dict[str, tuple[str, ...]]:
    """Key of a glued compound → keys of its parts."""
    splits: dict[str, tuple[str, ...]] = {}
    for line in read_lines("compounds"):
        if "+" not in line[0]:
            parts = tuple(_folded(part) for part in line)
            glued = {raw_key("".join(keys)) for keys in product(*map(_spellings, line))}
            splits |= {ALIASES.get(key, key): parts for key in glued | {key_of("".join(line))}}
    return splits


def _read_glues() -> dict[tuple[str, ...], str]:
    """Keys of the parts of a compound, or of an abbreviation's letters → key of the whole."""
    glues: dict[tuple[str, ...], str] = {}
    for line in read_lines("compounds"):
        parts = line[0].split("+")
        if len(parts) > 1:
            glues |= dict.fromkeys(product(*map(_spellings, parts)), _folded("".join(parts)))
    for word in ABBREVIATIONS:
        if len(word) > 1:
            glues[tuple(_folded(letter) for letter in word)] = word
            glues[tuple(_SPOKEN[letter] for letter in word)] = word
    return glues


SPLITS, GLUES = _read_splits(), _read_glues()

"""Words to meanings: pension, पेंशन and penshan are one, and so are मृत्यु, maut and death."""

from functools import lru_cache

from bot.nlu.folding import fold_word, split_word
from bot.nlu.phonetics import careful_key
from bot.nlu.word_files import read_lines

_NO_TOPIC = "-"
# Endings of Hindi and English words on folded keys; what is left still has three letters.
_ENDINGS = (
    *("iyon", "enge", "iyo", "ega", "egi", "ing"),
    *("na", "ne", "ni", "ta", "te", "ti", "kr", "ed", "o", "e", "i", "a", "s"),
)
_LEAST_STEM = 3


def meanings(words: list[str]) -> list[str]:
    """The meanings of written words, without those that carry no topic.

    A word outside the list means itself, without its ending.

    >>> meanings(["papa", "ki", "mrityu"]) == meanings(["पिता", "का", "निधन"])
    True
    """
    return [meaning for word in words for meaning in _meanings_of(word) if meaning != _NO_TOPIC]


@lru_cache(maxsize=65_536)
def _meanings_of(word: str) -> tuple[str, ...]:
    """As written, else as a careful speller writes it, else by its folded key or stem."""
    known = _WRITTEN.get(word) or _CAREFUL.get(careful_key(word))
    if known:
        return (known,)
    return tuple(
        _FOLDED.get(key) or _FOLDED.get(_stem(key)) or _stem(key) for key in split_word(word)
    )


def _stem(key: str) -> str:
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM:
            return key[: -len(ending)]
    return key


def _read() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The list by word as written, by careful key and by folded key; the first line wins."""
    written: dict[str, str] = {}
    careful: dict[str, str] = {}
    folded: dict[str, str] = {}
    for line in read_lines("concepts"):
        meaning = line[0]
        for word in line if meaning != _NO_TOPIC else line[1:]:
            written.setdefault(word, meaning)
            careful.setdefault(careful_key(word), meaning)
            folded.setdefault(fold_word(word), meaning)
    return written, careful, folded


_WRITTEN, _CAREFUL, _FOLDED = _read()

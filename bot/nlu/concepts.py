"""Words to meanings: pension, पेंशन and penshan are one, and so are मृत्यु, maut and death."""

from functools import lru_cache

from bot.nlu.folding import fold_word, plain, split_word
from bot.nlu.phonetics import careful_key
from bot.nlu.word_files import read_lines

_NO_TOPIC = "-"
# Endings of Hindi and English words on folded keys; what is left still has three letters.
_ENDINGS = (
    *("iyon", "enge", "iyo", "ega", "egi", "ing"),
    *("na", "ne", "ni", "ta", "te", "ti", "kr", "ed", "o", "e", "i", "a", "s"),
)
_LEAST_STEM = 3
# English endings, with what may stand in their place in the listed form.
_INFLECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ies", ("y",)),
    ("ing", ("", "e", "ed", "s")),
    ("ed", ("", "e", "s")),
    ("es", ("", "e", "ed")),
    ("s", ("",)),
    ("er", ("", "e")),
    ("or", ("", "e")),
    ("ment", ("",)),
    ("ation", ("e", "", "ed")),
    ("ly", ("",)),
    ("'s", ("",)),
)


def meanings(words: list[str]) -> list[str]:
    """The meanings of written words and phrases, without those that carry no topic.

    A word outside the list means itself, without its ending.

    >>> meanings(["papa", "ki", "mrityu"]) == meanings(["पिता", "का", "निधन"])
    True
    >>> meanings(["how", "many"]) == meanings(["कितने"])
    True
    """
    found: list[str] = []
    start = 0
    while start < len(words):
        phrase = _phrase_at(words, start)
        if phrase:
            found.append(phrase)
        else:
            found += _meanings_of(words[start])
        start += 2 if phrase else 1
    return [meaning for meaning in found if meaning != _NO_TOPIC]


def _phrase_at(words: list[str], start: int) -> str | None:
    """The meaning of two words together, such as Uttar Pradesh."""
    first = _careful(words[start])
    if first not in _PHRASE_STARTS or start + 1 == len(words):
        return None
    return _PHRASES.get((first, _careful(words[start + 1])))


@lru_cache(maxsize=65_536)
def _meanings_of(word: str) -> tuple[str, ...]:
    """As written, else as a careful speller writes it, else by its folded key or stem."""
    known = _WRITTEN.get(word) or _uninflected(word) or _CAREFUL.get(_careful(word))
    if known:
        return (known,)
    return tuple(
        _FOLDED.get(key) or _FOLDED.get(_stem(key)) or _stem(key) for key in split_word(word)
    )


def _uninflected(word: str) -> str | None:
    """The meaning of an English word without its inflection: deactivating, deactivate."""
    for ending, replacements in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            for replacement in replacements:
                meaning = _WRITTEN.get(word[: -len(ending)] + replacement)
                if meaning:
                    return meaning
    return None


def _stem(key: str) -> str:
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM:
            return key[: -len(ending)]
    return key


@lru_cache(maxsize=65_536)
def _careful(word: str) -> str:
    return careful_key(word)


_WRITTEN: dict[str, str] = {}
_CAREFUL: dict[str, str] = {}
_FOLDED: dict[str, str] = {}
_PHRASES: dict[tuple[str, ...], str] = {}


def _read() -> None:
    """Fill the tables by word as written, by careful key and by folded key; first line wins."""
    for line in read_lines("concepts"):
        meaning = line[0]
        for word in map(plain, line if meaning != _NO_TOPIC else line[1:]):
            if "+" in word:
                _PHRASES.setdefault(tuple(map(_careful, word.split("+"))), meaning)
                continue
            _WRITTEN.setdefault(word, meaning)
            _CAREFUL.setdefault(_careful(word), meaning)
            _FOLDED.setdefault(fold_word(word), meaning)


_read()
_PHRASE_STARTS = frozenset(first for first, _ in _PHRASES)

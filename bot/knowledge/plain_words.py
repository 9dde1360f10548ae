"""Finds official Hindi in our own texts: `data/knowledge/plain_words.yml` says what to write."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.knowledge.entries import KnowledgeError, read_yaml

Plain = Mapping[str, Sequence[str]]

# \b does not know that a vowel sign belongs to its word; a visarga or virama may end one.
_LETTER = r"[\w\u0900-\u0963\u0971-\u097F]"
_GLOSS = re.compile(r"(\S+)\s*\(([^()]*)\)")
_STEM = 3  # letters by which a plain form is known whatever its ending: मिलेगा, मिलता, मिली


def load_plain_words(root: Path) -> Plain:
    """Official word → what to write instead, from `root` (the project's `data` folder).

    Raises:
        KnowledgeError: the file is not a list of words by word.
    """
    path = root / "knowledge" / "plain_words.yml"
    words = read_yaml(path)
    if not isinstance(words, dict) or not all(isinstance(p, list) and p for p in words.values()):
        raise KnowledgeError(f"{path}: needs a list of plain words for each official one")
    return words


def official_words(text: str, words: Plain) -> Iterator[tuple[str, str]]:
    """Each official word of a text, with what to write instead.

    >>> list(official_words("इलाज हेतु छुट्टी मिलेगी (अनुमन्य)।", {"हेतु": ["के लिए"], "अनुमन्य": ["मिलेगा"]}))
    [('हेतु', 'के लिए')]
    """
    pattern = _pattern(tuple(words))
    text = _GLOSS.sub(lambda gloss: _without_explained(gloss, words), text)
    for match in pattern.finditer(text):
        yield match.group(), " / ".join(words[match.group()])


def _without_explained(gloss: re.Match[str], words: Plain) -> str:
    """A word with its gloss in brackets, without the official words that it makes plain."""
    before, inside = gloss.groups()
    explained = [
        word
        for word, plain in words.items()
        if any(before.startswith(form.split()[-1][:_STEM]) for form in plain)
        or any(before.startswith(form[:_STEM]) for form in plain)
    ]
    kept = _pattern(tuple(explained)).sub("", inside) if explained else inside
    return f"{before} ({kept})"


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(longest_first)})(?!{_LETTER})")

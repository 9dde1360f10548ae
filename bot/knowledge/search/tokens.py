"""What search compares: meanings, which are the same in all three scripts."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from bot.nlu import concepts, folding
from bot.nlu.concepts import meanings
from bot.nlu.features import written_words
from bot.nlu.folding import plain

MAX_QUERY = 500

_STOP_FILE = Path(__file__).with_name("stop_words.txt")
_WORDS = Path(concepts.__file__).with_name("words")
_VAULT_TOKEN = re.compile(r"\[[a-z]+#\d+\]")
_GROUPING = re.compile(r"(?<=\d),(?=\d)")


def tokens(text: str) -> list[str]:
    """The meanings of a text's words, without those that carry no subject.

    >>> tokens("Arjit avkash kitna milta hai") == tokens("अर्जित अवकाश कितना मिलता है")
    True
    """
    stopped = _stop_words()
    return [meaning for meaning in _meanings(text) if meaning not in stopped]


def searched(section: str, text: str) -> str:
    """The text that a passage is found by: its own and the name of its place."""
    return text if section in text else f"{section}\n{text}"


def _meanings(text: str) -> list[str]:
    words = plain(_GROUPING.sub("", _VAULT_TOKEN.sub(" ", text)))
    # A single letter numbers a list; a single digit may number a rule.
    return [m for m in meanings(written_words(words)) if len(m) > 1 or m.isdigit()]


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    lines = _STOP_FILE.read_text(encoding="utf-8").splitlines()
    words = " ".join(line.partition("#")[0] for line in lines)
    return frozenset(_meanings(words)) | frozenset(words.split())


@lru_cache(maxsize=1)
def tokens_version() -> str:
    """Sixteen digits that change when the same text may give other tokens."""
    sources = [
        *sorted(_WORDS.glob("*.txt")),
        *sorted(Path(folding.__file__).parent.glob("*.py")),
        _STOP_FILE,
        Path(__file__),
    ]
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

"""Synthetic documents made of our own answers, and questions whose passage is known."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timezone
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.entries import Entry, load_knowledge
from bot.knowledge.search.tokens import searched, tokens, tokens_version
from store.documents import DocumentRecord, PassageRecord, save_document
from store.engine import session

PASSAGES_A_DOCUMENT = 500
_STRIDE, _PIECE = 389, 200
_SECTION = "प्रस्तर {}"


class Question(NamedTuple):
    """What somebody may type, its script, and the title of the passage that answers it."""

    text: str
    script: str
    title: str


def read_texts(root: Path, count: int) -> list[str]:
    """So many passages in Hindi: each an answer under its title, with a piece of another.

    The answers come again and again, each time with a piece of a different one.
    """
    entries = list(load_knowledge(root).entries.values())
    return [
        f"{entries[n % len(entries)].title['hi']}\n{entries[n % len(entries)].answer['hi']}\n"
        f"{entries[n * _STRIDE % len(entries)].answer['hi'][:_PIECE]}"
        for n in range(count)
    ]


def read_questions(root: Path, count: int) -> list[Question]:
    """Questions from the examples of the answers, as many in each script."""
    draw = random.Random(0)
    entries: Sequence[Entry] = list(load_knowledge(root).entries.values())
    found = []
    for place, entry in enumerate(draw.choices(entries, k=count)):
        script = ("hi", "hi-Latn", "en")[place % 3]
        text = draw.choice(entry.examples[script])
        found.append(Question(text, script, entry.title["hi"]))
    return found


def prepare(texts: Sequence[str]) -> list[PassageRecord]:
    """The passages with the words they are found by, as loading a document makes them."""
    return [
        PassageRecord(section, None, text, " ".join(tokens(searched(section, text))))
        for section, text in ((_SECTION.format(n), text) for n, text in enumerate(texts, 1))
    ]


def fill(url: str, passages: Sequence[PassageRecord]) -> None:
    """Stores the passages as documents."""
    now = datetime.now(timezone.utc)
    for start in range(0, len(passages), PASSAGES_A_DOCUMENT):
        name = f"{start:064}"
        record = DocumentRecord(
            name, "a.txt", name[-6:], name[-6:], None, date(2024, 1, 1), None, tokens_version()
        )
        with session(url) as db:
            save_document(db, record, passages[start : start + PASSAGES_A_DOCUMENT], now=now)

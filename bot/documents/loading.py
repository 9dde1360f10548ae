"""Puts a file into the store, cut into passages with the words that search looks for."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from bot.documents.errors import DocumentRefused, say
from bot.documents.passages import cut
from bot.documents.reading import Content, name_pages, read
from bot.knowledge.search.tokens import searched, tokens, tokens_version
from store.documents import (
    LONGEST_ORDER,
    LONGEST_TITLE,
    AlreadyLoaded,
    DocumentRecord,
    PassageRecord,
    save_document,
)
from store.engine import session

_OLDEST_YEAR = 1860


class Description(NamedTuple):
    """What the person says about the document. `title_hi` may be left to be the title."""

    title: str
    dated: str
    title_hi: str = ""
    order: str = ""


class Loaded(NamedTuple):
    """What was stored, and notes about what was not, by language."""

    document_id: int
    num_passages: int
    num_pages: int | None
    notes: list[dict[str, str]]


def load_file(
    path: Path,
    described: Description,
    *,
    now: datetime,
    today: date,
    url: str | None = None,
    progress: Callable[[int, int], None] = lambda page, pages: None,
) -> Loaded:
    """Reads a file and stores it; all of it or nothing.

    Args:
        path: a PDF, Word or text file.
        described: title, date (YYYY-MM-DD) and number of the order.
        now: moment of loading.
        today: the last day that a document may bear.
        url: of the database, by default the one of the settings.
        progress: told the page that is being read, and how many there are.

    Raises:
        DocumentRefused: nothing was stored; the message says why and what to do.
        StoreError: the database did not take it.
    """
    title, title_hi, order, dated = _check(described, today)
    content = read(path, progress)
    passages = [
        PassageRecord(
            one.section, one.page, one.text, " ".join(tokens(searched(one.section, one.text)))
        )
        for one in cut(content.blocks)
    ]
    record = DocumentRecord(
        checksum=hashlib.sha256(path.read_bytes()).hexdigest(),
        file_name=path.name.encode("utf-8", "replace").decode(),
        title_hi=title_hi or title,
        title_en=title,
        order=order or None,
        dated=dated,
        num_pages=content.num_pages,
        tokens_version=tokens_version(),
    )
    try:
        with session(url) as db:
            key = save_document(db, record, passages, now=now)
    except AlreadyLoaded as error:
        raise DocumentRefused("already_loaded", id=error.id, title=error.title) from error
    return Loaded(key, len(passages), content.num_pages, _notes(content))


def _check(described: Description, today: date) -> tuple[str, str, str, date]:
    title = _words("title", described.title, LONGEST_TITLE)
    title_hi = _words("title-hi", described.title_hi, LONGEST_TITLE, required=False)
    order = _words("order", described.order, LONGEST_ORDER, required=False)
    try:
        dated = date.fromisoformat(described.dated)
    except ValueError as error:
        raise DocumentRefused("bad_date", given=described.dated) from error
    if dated.year < _OLDEST_YEAR or dated > today:
        raise DocumentRefused("bad_date", given=described.dated)
    return title, title_hi, order, dated


def _words(field: str, given: str, limit: int, *, required: bool = True) -> str:
    words = " ".join(given.encode("utf-8", "replace").decode().split())
    if len(words) > limit or (required and not words):
        raise DocumentRefused("bad_words", field=f"--{field}", limit=limit)
    return words


def _notes(content: Content) -> list[dict[str, str]]:
    notes = []
    if content.left_out:
        notes.append(_both("pages_left_out", where=name_pages(content.left_out)))
    if content.num_masked:
        notes.append(_both("masked", count=content.num_masked))
    return notes


def _both(code: str, **fields: object) -> dict[str, str]:
    return {language: say(language, code, **fields) for language in ("en", "hi")}

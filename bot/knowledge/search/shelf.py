"""The documents of the store, kept at hand for search while the program runs.

A thread looks every few seconds whether documents were added or removed, which costs one small
query, and then reads what is new. Nobody's message waits for that.
"""

import logging
import threading
import weakref
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.search.index import Index
from bot.knowledge.search.tokens import searched, tokens, tokens_version
from store.documents import PassageRecord, fetch_document, fetch_passages, fetch_versions
from store.engine import session
from store.errors import StoreError

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 10.0


@dataclass(frozen=True)
class Quotable:
    """A passage with what a quotation needs: titles by language, section, page, and text."""

    title: dict[str, str]
    section: str
    page: int | None
    text: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Volume:
    """All passages on the shelf, with their index; never changed, only replaced."""

    passages: tuple[Quotable, ...]
    index: Index


EMPTY = Volume((), Index([]))


class Shelf:
    """Today's documents."""

    def __init__(self, url: str | None = None) -> None:
        """Holds nothing until `look`, or until `watch` has looked.

        Args:
            url: of the database, by default the one of the settings.
        """
        self.volume = EMPTY
        self._url = url
        self._versions: dict[int, str] = {}
        self._documents: dict[int, tuple[Quotable, ...]] = {}
        self._is_told = False

    def look(self) -> bool:
        """Reads what was added since the last look and forgets what was removed.

        Returns:
            Whether anything has changed. A database out of reach changes nothing.
        """
        try:
            return self._look()
        except (StoreError, SQLAlchemyError) as error:
            if not self._is_told:
                log.warning("Documents cannot be searched just now: %s", type(error).__name__)
            self._is_told = True
            return False

    def watch(self, seconds: float = LOOK_EVERY_SECONDS) -> threading.Event:
        """Looks now and every so many seconds, until the event is set or the shelf is gone."""
        stop = threading.Event()
        weakref.finalize(self, stop.set)
        threading.Thread(
            target=_watch, args=(weakref.ref(self), stop, seconds), daemon=True, name="shelf"
        ).start()
        return stop

    def _look(self) -> bool:
        with session(self._url, read_only=True) as db:
            versions = fetch_versions(db)
        self._is_told = False
        if versions == self._versions:
            return False
        documents = {
            key: self._documents[key] if version == self._versions.get(key) else self._read(key)
            for key, version in versions.items()
        }
        passages = tuple(one for passages in documents.values() for one in passages)
        self.volume = Volume(passages, Index([passage.words for passage in passages]))
        self._documents, self._versions = documents, versions
        return True

    def _read(self, key: int) -> tuple[Quotable, ...]:
        with session(self._url, read_only=True) as db:
            document = fetch_document(db, key)
            rows = fetch_passages(db, key)
        if document is None:  # removed this very moment; the next look will tell
            return ()
        title = {"hi": document.title_hi, "en": document.title_en}
        is_current = document.tokens_version == tokens_version()
        return tuple(
            Quotable(title, row.section, row.page, row.text, _words(row, is_current))
            for row in rows
        )


def _words(row: PassageRecord, is_current: bool) -> tuple[str, ...]:
    """The words stored with a passage, or read anew if today's program reads differently."""
    return tuple(row.tokens.split() if is_current else tokens(searched(row.section, row.text)))


def _watch(shelf: "weakref.ref[Shelf]", stop: threading.Event, seconds: float) -> None:
    while not stop.is_set():
        kept = shelf()
        if kept is None:
            return
        kept.look()
        del kept  # or it would never be gone
        stop.wait(seconds)

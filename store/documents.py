"""The department's own documents, and the passages that search offers from them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from store.bulk import insert_rows
from store.engine import serialise
from store.errors import StoreError
from store.models import Document, Passage

LONGEST_TITLE, LONGEST_ORDER, LONGEST_SECTION = 300, 200, 200
_LONGEST_FILE_NAME = 200


class AlreadyLoaded(StoreError):
    """The same file is there already, as document `id`."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"the file is loaded already, as document {document.id}")
        self.id: int = document.id
        self.title: str = document.title_en


class DocumentRecord(NamedTuple):
    """A document to store. Titles, order and file name within the lengths named above.

    Attributes:
        checksum: SHA-256 of the file, hexadecimal.
        num_pages: None where the format has no pages.
        tokens_version: of the words of its passages, so that later programs may read anew.
    """

    checksum: str
    file_name: str
    title_hi: str
    title_en: str
    order: str | None
    dated: date
    num_pages: int | None
    tokens_version: str


class PassageRecord(NamedTuple):
    """A passage: its section, page (from 1), text, and search words separated by spaces."""

    section: str
    page: int | None
    text: str
    tokens: str


class LoadedDocument(NamedTuple):
    """A stored document with the number of its passages."""

    document: Document
    num_passages: int


class Section(NamedTuple):
    """A section of a document as its passages name it."""

    document_id: int
    title_hi: str
    title_en: str
    section: str


def save_document(
    session: Session, record: DocumentRecord, passages: Sequence[PassageRecord], *, now: datetime
) -> int:
    """Stores a document with all its passages and returns its id.

    Raises:
        AlreadyLoaded: the same file was loaded before.
    """
    serialise(session, "documents")
    known = session.execute(
        select(Document).where(Document.checksum == record.checksum)
    ).scalar_one_or_none()
    if known is not None:
        raise AlreadyLoaded(known)
    fields = record._replace(file_name=record.file_name[-_LONGEST_FILE_NAME:])._asdict()
    document = Document(**fields, loaded_at=now)
    session.add(document)
    session.flush()
    rows = [
        (document.id, place, one.section[:LONGEST_SECTION], one.page, one.text, one.tokens)
        for place, one in enumerate(passages, 1)
    ]
    columns = ("document_id", "sequence", "section", "page", "text", "tokens")
    insert_rows(session, Passage.__table__, columns, rows)
    return document.id


def fetch_documents(session: Session) -> list[LoadedDocument]:
    """All documents, the first loaded first."""
    counts: dict[int, int] = dict(
        session.execute(
            select(Passage.document_id, func.count()).group_by(Passage.document_id)
        ).all()
    )
    documents = session.execute(select(Document).order_by(Document.id)).scalars()
    return [LoadedDocument(one, counts.get(one.id, 0)) for one in documents]


def fetch_versions(session: Session) -> dict[int, str]:
    """Id → checksum of every document: a few bytes that tell whether anything has changed."""
    rows = session.execute(select(Document.id, Document.checksum, Document.loaded_at)).all()
    return {key: f"{checksum} {loaded_at.isoformat()}" for key, checksum, loaded_at in rows}


def fetch_document(session: Session, document_id: int) -> Document | None:
    """One document, or None."""
    return session.get(Document, document_id)


def fetch_passages(session: Session, document_id: int) -> list[PassageRecord]:
    """A document's passages in their order."""
    query = (
        select(Passage.section, Passage.page, Passage.text, Passage.tokens)
        .where(Passage.document_id == document_id)
        .order_by(Passage.sequence)
    )
    return [PassageRecord(*row) for row in session.execute(query)]


def fetch_sections(session: Session) -> list[Section]:
    """Every section of every document once, in the order of the documents."""
    first = func.min(Passage.sequence)
    query = (
        select(Document.id, Document.title_hi, Document.title_en, Passage.section)
        .join(Passage, Passage.document_id == Document.id)
        .group_by(Document.id, Document.title_hi, Document.title_en, Passage.section)
        .order_by(Document.id, first)
    )
    return [Section(*row) for row in session.execute(query)]


def delete_document(session: Session, document_id: int) -> bool:
    """Removes a document with its passages; False when there is none of that id."""
    done = session.execute(delete(Document).where(Document.id == document_id))
    return bool(done.rowcount)

"""Reads Word files (.docx)."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.documents.blocks import Block, number_of, to_blocks
from bot.documents.errors import DocumentRefused

# A small file can unpack to one that fills the memory.
_LARGEST_UNPACKED = 400_000_000
_HEADING_STYLES = ("heading", "title", "subtitle")


def read_word(path: Path) -> list[Block]:
    """The paragraphs and table rows of a Word file, in their order.

    Raises:
        DocumentRefused: the file is damaged or locked.
    """
    try:
        _check_size(path)
        return list(_blocks(docx.Document(str(path))))
    except (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError) as error:
        # Broken XML is a SyntaxError of lxml's; a locked Word file is no zip archive.
        code = "encrypted" if _is_locked(path) else "unreadable"
        raise DocumentRefused(code, kind="DOCX") from error


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        size = sum(item.file_size for item in packed.infolist())
    if size > _LARGEST_UNPACKED:
        raise DocumentRefused(
            "too_large", size=size // 1_000_000, limit=_LARGEST_UNPACKED // 1_000_000
        )


def _is_locked(path: Path) -> bool:
    """Whether it is a compound file, in which Word wraps a document with a password."""
    with path.open("rb") as file:
        return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _blocks(document: Document) -> Iterator[Block]:
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item)
        else:
            yield from _paragraph(item)


def _paragraph(paragraph: Paragraph) -> Iterator[Block]:
    text = " ".join(paragraph.text.split())
    style = (paragraph.style.name or "").lower() if paragraph.style else ""
    if text and style.startswith(_HEADING_STYLES):
        yield Block(text, is_heading=True, number=number_of(text))
    elif text:
        yield from to_blocks([text])


def _rows(table: Table) -> Iterator[Block]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            # A cell that spans several columns is told once for each of them.
            if text and text not in cells[-1:]:
                cells.append(text)
        if cells:
            yield Block(" | ".join(cells))

"""Reads a file of any supported kind into clean paragraphs, or refuses it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bot.documents import legacy
from bot.documents.blocks import Block
from bot.documents.errors import DocumentRefused
from bot.documents.masking import mask
from bot.documents.pdf_file import read_pdf
from bot.documents.text_file import read_text
from bot.documents.word_file import read_word

SUFFIXES = (".pdf", ".docx", ".txt")
LARGEST_MB = 50
LONGEST_MILLIONS = 10

_MOST_NAMED = 8
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff\u00ad]")
_LIGATURES = re.compile(r"[\ufb00-\ufb06]")


class Content(NamedTuple):
    """What was read.

    Attributes:
        blocks: paragraphs and headings, with Aadhaar numbers masked.
        num_pages: None where the format has no pages.
        left_out: pages from which no text could be taken.
        num_masked: how many numbers were masked.
    """

    blocks: list[Block]
    num_pages: int | None
    left_out: list[int]
    num_masked: int


def read(path: Path, progress: Callable[[int, int], None]) -> Content:
    """Reads a PDF, a Word file or a text file.

    Args:
        path: the file.
        progress: told the page that is being read, and how many there are.

    Raises:
        DocumentRefused: it cannot be loaded; the message says why and what to do.
    """
    suffix = _check(path)
    num_pages: int | None = None
    left_out: list[int] = []
    if suffix == ".pdf":
        blocks, num_pages, left_out = read_pdf(path, progress)
    else:
        blocks = read_word(path) if suffix == ".docx" else read_text(path)
    return _clean(blocks, num_pages, left_out)


def _check(path: Path) -> str:
    if not path.is_file():
        raise DocumentRefused("missing", path=path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentRefused("kind", suffix=suffix or path.name)
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except PermissionError as error:
        raise DocumentRefused("no_access", path=path) from error
    if not start.strip():
        raise DocumentRefused("empty")
    size = path.stat().st_size
    if size > LARGEST_MB * 1_000_000:
        raise DocumentRefused("too_large", size=size // 1_000_000, limit=LARGEST_MB)
    return suffix


def _clean(blocks: Sequence[Block], num_pages: int | None, left_out: list[int]) -> Content:
    """Leaves out what cannot be read, if that is little, and what must not be kept."""
    judgement = legacy.judge(blocks)
    if judgement.share > legacy.REFUSED_SHARE:
        fault = judgement.faults[0]
        pages = [one.page for one in judgement.faults if one.page is not None]
        where = f" ({name_pages(pages)})" if pages else ""
        raise DocumentRefused(fault.code, where=where, sample=fault.sample)
    left_out = sorted({*left_out, *(one.page for one in judgement.faults if one.page is not None)})
    kept: list[Block] = []
    num_masked = 0
    for block in judgement.good:
        text, count = mask(_tidy(block.text))
        num_masked += count
        if text:
            kept.append(replace(block, text=text))
    if not any(letter.isalpha() for block in kept for letter in block.text):
        raise DocumentRefused("empty")
    length = sum(len(block.text) for block in kept)
    if length > LONGEST_MILLIONS * 1_000_000:
        raise DocumentRefused("too_long", size=length // 1_000_000, limit=LONGEST_MILLIONS)
    return Content(kept, num_pages, left_out, num_masked)


def name_pages(pages: Sequence[int]) -> str:
    """Pages in a few words, the same in both languages.

    >>> name_pages([3]), name_pages(range(1, 12))
    ('p. 3', 'p. 1, 2, 3, 4, 5, 6, 7, 8 …')
    """
    named = ", ".join(map(str, pages[:_MOST_NAMED]))
    return f"p. {named}{' …' if len(pages) > _MOST_NAMED else ''}"


def _tidy(text: str) -> str:
    text = _CONTROL.sub("", text.replace("\t", " "))
    text = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    # A lone half of a surrogate pair fits into neither database.
    text = unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode()
    return " ".join(text.split())

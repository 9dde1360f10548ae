"""Reads PDF files."""

import logging
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from bot.documents import actual_text
from bot.documents.blocks import Block, to_blocks
from bot.documents.errors import DocumentRefused

# Lines at the edge of a page that may be its header, its footer or its number.
_EDGE = 2
_FEWEST_PAGES = 3
# Where letters are set closer, the full stop looks like a word of its own.
_SPACED_MARK = re.compile(r"(?<=[\w\u0900-\u097f)]) (?=[.,;:?!।](?:\s|$))")
_NUMBERS = re.compile(r"[0-9०-९]+")
#: Fewer characters than this on a page are a stamp or a page number beside a picture.
_LEAST_TEXT = 20

# Of a damaged file it tells each thing that it misses; the person is told once, in plain words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

Progress = Callable[[int, int], None]


def read_pdf(path: Path, progress: Progress) -> tuple[list[Block], int, list[int]]:
    """The paragraphs of a PDF, the number of its pages, and the pages without text.

    Args:
        path: the file.
        progress: told the page that is being read and how many there are.

    Raises:
        DocumentRefused: the file is damaged, locked, or a scan.
    """
    try:
        # Damaged files raise almost anything in any parser of this format.
        pages = _read_pages(path, progress)
    except DocumentRefused:
        raise
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as e:
        raise DocumentRefused("unreadable", kind="PDF") from e
    except (OSError, RecursionError) as error:
        raise DocumentRefused("unreadable", kind="PDF") from error
    silent = [number for number, lines in enumerate(pages, 1) if _is_silent(lines)]
    if not pages:
        raise DocumentRefused("empty")
    if len(silent) == len(pages):
        raise DocumentRefused("scanned")
    blocks: list[Block] = []
    for number, lines in enumerate(_without_edges(pages), 1):
        if number not in silent:
            width = max(map(len, lines), default=0)
            blocks += to_blocks(lines, number, width)
    return blocks, len(pages), silent


def _read_pages(path: Path, progress: Progress) -> list[list[str]]:
    reader = PdfReader(path)
    # Many are locked against changes only, and open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentRefused("encrypted")
    pages = list(reader.pages)
    actual_text.resolve(pages)
    found = []
    for number, page in enumerate(pages, 1):
        progress(number, len(pages))
        found.append(_lines(page))
    return found


def _lines(page: PageObject) -> list[str]:
    text = page.extract_text().replace(actual_text.NOTHING, "")
    return [_SPACED_MARK.sub("", " ".join(line.split())) for line in text.splitlines()]


def _is_silent(lines: list[str]) -> bool:
    return sum(len("".join(line.split())) for line in lines) < _LEAST_TEXT


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the headers, footers and page numbers that most of them share."""
    if len(pages) < _FEWEST_PAGES:
        return pages
    full = [[line.strip() for line in lines if line.strip()] for lines in pages]
    seen = Counter(
        shape for lines in full for shape in {_shape(x) for x in lines[:_EDGE] + lines[-_EDGE:]}
    )
    repeated = {shape for shape, count in seen.items() if count > len(pages) / 2}
    return [_without(lines, repeated) for lines in pages]


def _without(lines: list[str], repeated: set[str]) -> list[str]:
    places = [place for place, line in enumerate(lines) if line.strip()]
    edges = {*places[:_EDGE], *places[-_EDGE:]}
    return [
        line for at, line in enumerate(lines) if at not in edges or _shape(line) not in repeated
    ]


def _shape(line: str) -> str:
    """A line with its numbers made alike: page 3 and page 4 have one shape."""
    return _NUMBERS.sub("#", "".join(line.split()))

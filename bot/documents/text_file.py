"""Reads text files, plain or with Markdown's headings."""

import codecs
from pathlib import Path

from bot.documents.blocks import Block, to_blocks
from bot.documents.errors import DocumentRefused

# Longer lines are paragraphs of their own; shorter ones, line after line, were broken by hand.
_WRAPPED = 110


def read_text(path: Path) -> list[Block]:
    """The paragraphs of a text file in UTF-8, or in UTF-16 as Notepad marks it.

    Raises:
        DocumentRefused: it is neither.
    """
    content = path.read_bytes()
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentRefused("encoding") from error
    if "\x00" in text:
        raise DocumentRefused("encoding")
    lines = text.splitlines()
    longest = max(map(len, lines), default=0)
    return list(to_blocks(lines, width=longest if longest <= _WRAPPED else 0))

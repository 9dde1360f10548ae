"""Lines of text into paragraphs and headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST_HEADING = 90
_MARKDOWN = re.compile(r"^#{1,6}\s+(?P<words>.+?)#*$")
_BOLD_LINE = re.compile(r"^(?:\*\*|__)(?P<words>[^*_]+)(?:\*\*|__)$")
_MARKS = re.compile(r"\*\*|__|`|</?[a-zA-Z][^<>]{0,200}>")
_BULLET = re.compile(r"^[-•*▪●❖➢■]\s+")
_DIGITS = r"[0-9०-९]"
# 8. 8) 8— (8) but neither a date (15-01-2020) nor a figure (2.5).
_NUMBER = re.compile(
    rf"^[(\[]?(?P<number>{_DIGITS}{{1,3}}(?:\.{_DIGITS}{{1,2}}){{0,3}})\s?[.)\]—–:-]+\s*(?!{_DIGITS})"
)
_ITEM = re.compile(
    r"^(?:[-•*▪●❖➢■–]\s|[(\[]\s?(?:[ivxIVX]{1,5}|[a-zA-Z]|[क-ह]|अ|आ|ब|स)\s?[)\]]"
    r"|(?:[ivx]{1,5}|[a-z]|[क-हअआ])[.)]\s)"
)
_NAMED = re.compile(
    r"^(?:अध्याय|भाग|परिशिष्ट|अनुसूची|संलग्नक|chapter|part|annexure|appendix|schedule|section)"
    rf"\s?[-–—:.]?\s?(?:{_DIGITS}+|[IVXLC]+|[क-हA-Z])\b",
    re.IGNORECASE,
)
_ENDS_SENTENCE = (".", "।", ";", ",", ":", "?", "!", "-", "–", "—", "/-")


@dataclass(frozen=True)
class Block:
    """A paragraph or a heading.

    Attributes:
        number: its own number, such as "8" or "4.2"; empty if it has none.
        page: counted from 1; None where the format has no pages.
    """

    text: str
    page: int | None = None
    is_heading: bool = False
    number: str = ""


def to_blocks(lines: Iterable[str], page: int | None = None, width: int = 0) -> Iterator[Block]:
    """Paragraphs and headings of lines of text.

    A blank line ends a paragraph; so does a line that begins with a number or a bullet, and a
    heading.

    Args:
        lines: of one page, or of the whole text.
        page: the page's number.
        width: characters of a full line where long paragraphs go over many lines, as in a PDF:
            a line much shorter, at the end of a sentence, ends its paragraph. 0 for text that
            has its own blank lines.
    """
    gathered: list[str] = []
    for raw in lines:
        line = " ".join(raw.split())
        if line.strip("-_=*| ") == "":
            line = ""
        heading = _heading(line)
        if not line or heading or begins_item(line):
            yield from _paragraph(gathered, page)
            gathered = []
        if heading:
            yield Block(heading, page, is_heading=True, number=number_of(heading))
        elif line:
            gathered.append(_clean(line))
            if len(line) < 0.6 * width and line.endswith(_ENDS_SENTENCE[:2]):
                yield from _paragraph(gathered, page)
                gathered = []
    yield from _paragraph(gathered, page)


def begins_item(line: str) -> bool:
    """Whether a line opens a numbered paragraph or an item of a list.

    >>> begins_item("8— अध्ययन अवकाश"), begins_item("(ii) Half pay"), begins_item("15-01-2020")
    (True, True, False)
    """
    return bool(_NUMBER.match(line) or _ITEM.match(line))


def style_of(line: str) -> str:
    """How an item is numbered, so that one can tell a level of a list from the next; "" if not.

    >>> style_of("(स) संगरोध अवकाश"), style_of("(ii) 21 days"), style_of("4. Rates"), style_of("x")
    ('letter', 'roman', 'digit', '')
    """
    if _NUMBER.match(line):
        return "digit"
    found = _ITEM.match(line)
    if not found:
        return ""
    mark = found.group().strip(" ()[].")
    return "roman" if re.fullmatch("[ivxIVX]+", mark) else "letter" if mark.isalpha() else "bullet"


def number_of(line: str) -> str:
    """The number that a line begins with.

    >>> number_of("4.2) Rates"), number_of("Rates")
    ('4.2', '')
    """
    found = _NUMBER.match(line)
    return found["number"] if found else ""


def _heading(line: str) -> str:
    """The words of a heading, or nothing when the line is none."""
    marked = _MARKDOWN.match(line) or _BOLD_LINE.match(line)
    if marked:
        return _clean(marked["words"]) if len(line) <= 2 * _LONGEST_HEADING else ""
    if len(line) > _LONGEST_HEADING or line.endswith(_ENDS_SENTENCE):
        return ""
    if _NAMED.match(line):
        return line
    return ""


def _clean(line: str) -> str:
    return " ".join(_MARKS.sub(" ", _BULLET.sub("", line)).split())


def _paragraph(lines: list[str], page: int | None) -> Iterator[Block]:
    text = join([line for line in lines if line])
    if text:
        yield Block(text, page, number=number_of(text))


def join(lines: list[str]) -> str:
    """Lines as one, with words put together again that a hyphen had split.

    >>> join(["the inter-", "nal audit", "of 2015-", "16"])
    'the internal audit of 2015-16'
    """
    text = lines[0] if lines else ""
    for line in lines[1:]:
        if text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower():
            text = text[:-1] + line
        else:
            text += ("" if text.endswith("-") else " ") + line
    return text

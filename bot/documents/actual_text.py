"""Makes pypdf read /ActualText, without which Hindi PDFs come out with holes.

A PDF shows Hindi as glyphs that stand for no letter, such as a conjunct or a vowel sign drawn
before its consonant. Browsers and word processors therefore write beside such a cluster what it
says. pypdf passes that over, so the glyphs of a cluster get codes of their own here: the first
one means the whole text of the cluster, the others mean nothing.
"""

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DecodedStreamObject,
    NameObject,
    NumberObject,
)

#: Stands for a glyph whose letters another glyph says; taken out of the text again.
NOTHING = "\u2060"

_FIRST_CODE, _LAST_CODE = 0xE000, 0xFFFE
_CODES_A_BLOCK = 100


def resolve(pages: Iterable[PageObject]) -> None:
    """Changes the pages in memory so that their clusters are read as their own text says."""
    fonts: dict[int, _Font] = {}
    for page in pages:
        content = page.get_contents()
        if content is not None and b"/ActualText" in content.get_data():
            # As bytes: pypdf would otherwise take codes of two bytes for text.
            _rewrite(page, ContentStream(content, page.pdf, "bytes"), fonts)
    for font in fonts.values():
        font.extend()


class _Font:
    """A font with two-byte codes, and the codes that were added to it."""

    def __init__(self, dictionary: Any) -> None:
        self._dictionary = dictionary
        self._descendant = dictionary["/DescendantFonts"][0].get_object()
        self._widths = _widths(self._descendant.get("/W", ()))
        self._default = self._descendant.get("/DW", 1000)
        self._codes: dict[tuple[float, str], int] = {}

    @staticmethod
    def is_one(dictionary: Any) -> bool:
        return (
            dictionary.get("/Encoding") == "/Identity-H"
            and "/DescendantFonts" in dictionary
            and "/ToUnicode" in dictionary
        )

    def replace(self, shown: bytes, texts: Iterator[str]) -> bytes:
        """The codes that stand for `shown`, each with the next of the texts."""
        return b"".join(
            self._code(int.from_bytes(shown[i : i + 2], "big"), next(texts)).to_bytes(2, "big")
            for i in range(0, len(shown) - 1, 2)
        )

    def _code(self, glyph: int, text: str) -> int:
        key = (float(self._widths.get(glyph, self._default)), text)
        if key not in self._codes:
            code = _FIRST_CODE + len(self._codes)
            if code > _LAST_CODE:
                return glyph
            self._codes[key] = code
        return self._codes[key]

    def extend(self) -> None:
        """Writes the added codes into the font's tables of letters and of widths."""
        told = self._dictionary["/ToUnicode"].get_object().get_data()
        lines = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex()}>"
            for (_, text), code in self._codes.items()
        ]
        blocks = [lines[i : i + _CODES_A_BLOCK] for i in range(0, len(lines), _CODES_A_BLOCK)]
        added = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        stream = DecodedStreamObject()
        stream.set_data(told.replace(b"endcmap", added.encode() + b"\nendcmap", 1))
        self._dictionary[NameObject("/ToUnicode")] = stream
        widths = ArrayObject(self._descendant.get("/W", ArrayObject()))
        for (width, _), code in self._codes.items():
            widths += [NumberObject(code), ArrayObject([NumberObject(round(width))])]
        self._descendant[NameObject("/W")] = widths


def _widths(table: Any) -> dict[int, float]:
    """Glyph → width of a table such as `[600 [845 773] 700 710 500]`."""
    found: dict[int, float] = {}
    items = [item.get_object() for item in table]
    while len(items) > 1:
        if isinstance(items[1], ArrayObject):
            found.update(enumerate(map(float, items[1]), int(items[0])))
            items = items[2:]
        elif len(items) > 2:
            last = min(int(items[1]), _LAST_CODE)
            found.update(dict.fromkeys(range(int(items[0]), last + 1), float(items[2])))
            items = items[3:]
        else:
            break
    return found


def _rewrite(page: PageObject, content: ContentStream, fonts: dict[int, _Font]) -> None:
    resources: Any = page["/Resources"].get_object()
    known = resources["/Font"].get_object() if "/Font" in resources else {}
    font: _Font | None = None
    texts: Iterator[str] | None = None
    depth, inside = 0, 0
    for operands, operator in content.operations:
        if operator == b"Tf":
            font = _font(known, operands[0], fonts)
        elif operator in (b"BDC", b"BMC"):
            depth += 1
            said = _actual_text(operands) if operator == b"BDC" else None
            if said is not None and texts is None:
                texts, inside = _once(said), depth
        elif operator == b"EMC":
            if depth == inside:
                texts, inside = None, 0
            depth -= 1
        elif texts is not None and font is not None:
            _replace(operands, operator, font, texts)
    page[NameObject("/Contents")] = content


def _font(known: Any, name: str, fonts: dict[int, _Font]) -> _Font | None:
    dictionary = known[name].get_object() if name in known else {}
    if not _Font.is_one(dictionary):
        return None
    return fonts.setdefault(id(dictionary), _Font(dictionary))


def _actual_text(operands: Any) -> str | None:
    properties = operands[1] if len(operands) > 1 else None
    said = properties.get("/ActualText") if isinstance(properties, dict) else None
    if said is None:
        return None
    told = bytes(said.original_bytes)
    is_wide = told.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
    return told.decode("utf-16" if is_wide else "latin-1", "replace")


def _once(text: str) -> Iterator[str]:
    """The text, and then nothing for ever."""
    yield text or NOTHING
    while True:
        yield NOTHING


def _replace(operands: Any, operator: bytes, font: _Font, texts: Iterator[str]) -> None:
    if operator in (b"Tj", b"'", b'"'):
        operands[-1] = _string(operands[-1], font, texts)
    elif operator == b"TJ":
        operands[0] = ArrayObject(
            _string(item, font, texts) if hasattr(item, "original_bytes") else item
            for item in operands[0]
        )


def _string(shown: Any, font: _Font, texts: Iterator[str]) -> ByteStringObject:
    return ByteStringObject(font.replace(shown.original_bytes, texts))

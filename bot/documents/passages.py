"""Cuts a document into passages of 300 to 700 characters at the ends of sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from bot.documents.blocks import Block, style_of

SHORTEST, LONGEST = 300, 700
# A passage below SHORTEST always has room for one more piece.
_LONGEST_PIECE = LONGEST - SHORTEST
_LONGEST_WORD = 45
_LONGEST_SECTION = 120
_LONGEST_TITLE, _LONGEST_BARE = 80, 15
_HINDI = re.compile("[\u0900-\u097f]")
_PARAGRAPH = {True: "प्रस्तर", False: "para"}

# No sentence ends inside a number, or after an initial or an abbreviation of one letter.
_SENTENCE_END = re.compile(
    r"(?<=[\w\u0900-\u097F)%\"”’][.।?!])\s+(?=[^\W_a-z]|[\u0900-\u097F₹“\"(])"
)
_INITIAL = re.compile(r"(?:^|[\s(.])\w[.]$")
_CLAUSE_END = re.compile(r"(?<=[,;:–—|])\s+")


class Passage(NamedTuple):
    """A passage: its text, the section that most of it stands in, and the page of that part."""

    text: str
    section: str
    page: int | None


@dataclass(frozen=True)
class _Piece:
    """A sentence, or as much of a long one as fits."""

    text: str
    section: str
    page: int | None
    ends_paragraph: bool
    starts_paragraph: bool


def cut(blocks: Sequence[Block]) -> list[Passage]:
    """The passages of a document, in order; only a document shorter than 300 gives a shorter."""
    groups: list[list[_Piece]] = []
    group: list[_Piece] = []
    for piece in _pieces(blocks):
        size = _size(group)
        is_full = size >= SHORTEST and (
            (group[-1].ends_paragraph and piece.starts_paragraph)
            or size + 1 + len(piece.text) > LONGEST
        )
        if is_full:
            groups.append(group)
            group = []
        group.append(piece)
    if group and groups and _size(group) < SHORTEST:
        groups[-1:] = _share_out([*groups[-1], *group])
    elif group:
        groups.append(group)
    return [_passage(one) for one in groups]


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    for section, block, is_title in _with_sections(blocks):
        pieces = [part for sentence in sentences(block.text) for part in _parts(sentence)]
        for place, text in enumerate(pieces):
            # What follows a title stays with it.
            ends = place == len(pieces) - 1 and not is_title
            yield _Piece(text, section, block.page, ends, place == 0)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph.

    >>> sentences("Rule 2.5 holds. Sri A. B. Singh signs. क्या यह है? हाँ।")
    ['Rule 2.5 holds.', 'Sri A. B. Singh signs.', 'क्या यह है?', 'हाँ।']
    """
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and _INITIAL.search(found[-1]):
            found[-1] += f" {part}"
        elif part.strip():
            found.append(part.strip())
    return found


def _parts(sentence: str, limit: int = _LONGEST_PIECE) -> Iterator[str]:
    """A sentence, broken where it has to be: at the end of a clause, else between words."""
    rest = sentence
    while len(rest) > limit:
        clauses = [m.start() for m in _CLAUSE_END.finditer(rest, 1, limit + 1)]
        spaces = (rest.rfind(" ", limit // 2, limit + 1),)
        at = next((p for p in (*clauses[::-1], *spaces) if p >= limit // 2), limit)
        yield rest[:at].strip()
        rest = rest[at:].strip()
    if rest:
        yield rest


def _with_sections(blocks: Sequence[Block]) -> Iterator[tuple[str, Block, bool]]:
    """Each block with the name of its place, and whether it is itself a title.

    The place is the nearest heading, and below it the numbered paragraph or the titled item.
    """
    heading, below, bare = "", "", False
    for block, following in zip_longest(blocks, blocks[1:]):
        is_title = block.is_heading or _heads_list(block, following)
        # "Chapter 8" and the line below it are one heading.
        if bare and not block.number and _is_title(block.text):
            heading, bare, is_title = f"{heading}: {block.text}", False, True
        elif block.is_heading:
            heading, below, bare = block.text, "", len(block.text) <= _LONGEST_BARE
        else:
            bare = False
            if is_title or block.number:
                below = _name(block)
        yield _shortened(", ".join(filter(None, (heading, below)))), block, is_title


def _heads_list(block: Block, following: Block | None) -> bool:
    """Whether it is a titled item, such as "(c) Quarantine leave", with items of its own."""
    style = style_of(block.text)
    below = style_of(following.text) if following else ""
    return style in ("digit", "letter") and below not in ("", style) and _is_title(block.text)


def _name(block: Block) -> str:
    """A numbered paragraph as one refers to it: by its title if it is no more than that."""
    if _is_title(block.text):
        return block.text
    return f"{_PARAGRAPH[bool(_HINDI.search(block.text))]} {block.number}"


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not text.endswith(tuple("।.,;:-"))


def _shortened(section: str) -> str:
    if len(section) <= _LONGEST_SECTION:
        return section
    return section[:_LONGEST_SECTION].rsplit(" ", 1)[0] + " …"


def _share_out(pieces: list[_Piece]) -> list[list[_Piece]]:
    """The last pieces as one passage if they fit, else as two of about the same size."""
    total = _size(pieces)
    if total <= LONGEST:
        return [pieces]
    half = total / 2
    at = min(range(1, len(pieces)), key=lambda i: abs(_size(pieces[:i]) - half))
    if SHORTEST <= _size(pieces[:at]) <= total - SHORTEST - 1:
        return [pieces[:at], pieces[at:]]
    # The sentence in the middle is too long to go to either side whole.
    at = next(i for i in range(len(pieces)) if _size(pieces[: i + 1]) > half)
    long, before = pieces[at], _size(pieces[:at]) + 1 if at else 0
    first, second = _halves(long.text, round(half) - before)
    return [
        [*pieces[:at], replace(long, text=first, ends_paragraph=False)],
        [replace(long, text=second, starts_paragraph=False), *pieces[at + 1 :]],
    ]


def _halves(text: str, near: int) -> tuple[str, str]:
    """A text in two, at the space nearest to a place, or just there if none is near."""
    spaces = [match.start() for match in re.finditer(" ", text)]
    at = min(spaces, key=lambda space: abs(space - near), default=near)
    at = at if abs(at - near) <= _LONGEST_WORD else near
    return text[:at].strip(), text[at:].strip()


def _size(pieces: Sequence[_Piece]) -> int:
    return sum(len(piece.text) + 1 for piece in pieces) - 1 if pieces else 0


def _passage(pieces: list[_Piece]) -> Passage:
    text = pieces[0].text
    for piece in pieces[1:]:
        text += ("\n" if piece.starts_paragraph else " ") + piece.text
    places: Counter[tuple[str, int | None]] = Counter()
    for piece in pieces:
        places[piece.section, piece.page] += len(piece.text)
    section, page = places.most_common(1)[0][0]
    return Passage(text, section, page)

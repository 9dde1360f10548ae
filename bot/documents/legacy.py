"""Finds Hindi that is not Unicode, and text that a PDF gives back broken.

Fonts such as Kruti Dev show Hindi under the codes of Latin letters: mRrj izns'k is उत्तर प्रदेश
to the eye only. A PDF whose font does not say what its glyphs mean gives holes, signs without
their consonant, or codes for private use. Neither can be searched or quoted.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.documents.blocks import Block

#: Text is judged in pieces: a page, or so many characters.
PIECE = 2_000
# With this share of the text at fault the whole document is refused, else the pieces at fault
# are left out.
REFUSED_SHARE = 0.1
_FEWEST_WORDS = 8

# The commonest words of Hindi as they look in Kruti Dev, DevLys and their like: का की के में है …
_KRUTI_WORDS = frozenset(
    ("dk", "dh", "ds", "esa", "gS", "gSA", "gSa", "gSaA", "dks", "ls", "vkSj", "fd", "ij", "fy,")
    + ("fy;s", "ugha", "bl", ";g", "tk", "Fkk", "fd;k", "rFkk", "}kjk", "gsrq", "djus", "dj")
    + ("gks", "gksxk", "gksxh", "gksxhA", "tkus", "tk;", "tk;s", "dks}", "vFkok", "vUrxZr")
)
_KRUTI_SHARE = 0.06
# Marks that stand for letters inside a word of these fonts: x;k 'kklu Lohd`r fu;qfDr fy[ks.
_INNER_MARKS = re.compile(r"[A-Za-z][;`~^\[\]{}|\\+=_&@<>][A-Za-z]|[a-z][A-Z]|(?<!\S)['}{\[][a-z]")
_INNER_SHARE = 0.3
_VOWELS = re.compile(r"[aeiouAEIOU]")
_LEAST_VOWELS = 0.3
# Chanakya, Shusha, APS and their like use the codes above Latin's.
_HIGH_SHARE = 0.15
_BROKEN_SHARE = 0.05
_LOST = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
# A vowel sign, anusvara or virama with nothing before it to sit on.
_BARE_SIGN = re.compile(
    r"(?<![\u0900-\u097f\u200c\u200d\u25cc])[\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963]"
)
# A consonant's sign on a vowel sign, or two vowel signs running: the order is wrong.
_DOUBLE_SIGN = re.compile(r"[\u093e-\u094c][\u093e-\u094d]|\u094d[\u093e-\u094d]")
_HINDI_WORD = re.compile(r"[\u0900-\u097f]+")
_TYPOGRAPHIC = frozenset("“”‘’–—…•·°§©®™×÷±½¼¾²³¹₹\u00a0\u00ad¶»«")


class Fault(NamedTuple):
    """What is wrong with a piece: a code of `wording.yml`, the page, and some of the text."""

    code: str
    page: int | None
    sample: str


class Judgement(NamedTuple):
    """Blocks that can be used, the faults of the others, and these others' share of the text."""

    good: list[Block]
    faults: list[Fault]
    share: float


def judge(blocks: Sequence[Block]) -> Judgement:
    """Sorts the text into what is readable and what is not."""
    good: list[Block] = []
    faults: list[Fault] = []
    lost = total = 0
    for piece in _pieces(blocks):
        text = "\n".join(block.text for block in piece)
        total += len(text)
        code = fault_of(text)
        if code:
            lost += len(text)
            faults.append(Fault(code, piece[0].page, " ".join(text.split()[:5])[:50]))
        else:
            good += piece
    return Judgement(good, faults, lost / max(1, total))


def fault_of(text: str) -> str | None:
    """The code of what is wrong with a text, or None.

    >>> fault_of("mRrj izns'k 'kklu ds fpfdRlk foHkkx dk ;g vkns'k lHkh ij ykxw gSA")
    'legacy_font'
    >>> fault_of("उत्तर प्रदेश शासन के चिकित्सा विभाग का यह आदेश सभी पर लागू है।")
    """
    if _is_broken(text):
        return "broken_text"
    return "legacy_font" if _is_legacy(text) else None


def _is_broken(text: str) -> bool:
    letters = max(1, len("".join(text.split())))
    if len(_LOST.findall(text)) / letters > _BROKEN_SHARE:
        return True
    words = _HINDI_WORD.findall(text)
    bad = len(_BARE_SIGN.findall(text)) + sum(bool(_DOUBLE_SIGN.search(word)) for word in words)
    return len(words) >= _FEWEST_WORDS and bad / len(words) > _BROKEN_SHARE


def _is_legacy(text: str) -> bool:
    high = sum(_is_high(letter) for letter in text)
    if high / max(1, len("".join(text.split()))) > _HIGH_SHARE:
        return True
    words = [word for word in text.split() if re.search("[A-Za-z]", word)]
    if len(words) < _FEWEST_WORDS:
        return False
    common = sum(word.rstrip(".,A") in _KRUTI_WORDS or word in _KRUTI_WORDS for word in words)
    if common / len(words) > _KRUTI_SHARE:
        return True
    letters = [letter for word in words for letter in word if letter.isalpha()]
    vowels = len(_VOWELS.findall("".join(letters))) / max(1, len(letters))
    inner = sum(bool(_INNER_MARKS.search(word)) for word in words) / len(words)
    return inner > _INNER_SHARE and vowels < _LEAST_VOWELS


def _is_high(letter: str) -> bool:
    """Whether a letter is one of the upper half of Windows' Latin code page."""
    if letter in _TYPOGRAPHIC or letter.isascii():
        return False
    return "\u0080" <= letter <= "\u024f" or letter in "ˆ˜†‡‰‹›"


def _pieces(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    for _, same_page in groupby(blocks, key=lambda block: block.page):
        piece: list[Block] = []
        size = 0
        for block in same_page:
            if piece and block.page is None and size + len(block.text) > PIECE:
                yield piece
                piece, size = [], 0
            piece.append(block)
            size += len(block.text)
        yield piece

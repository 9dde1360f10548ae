"""Cleans what people send: Unicode form, control characters, zero-width characters."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_LINE_BREAKS = "\n\t"
# Letters by category, yet nothing is seen: Hangul fillers and the blank Braille cell.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")


def clean_text(text: str) -> str:
    """Returns the text in NFC, without control and zero-width characters, spaces folded.

    ZWJ and ZWNJ stay where they shape a Devanagari word; elsewhere they only hide things.

    >>> clean_text("  pen\\u200bsion\\x00  kitni? ")
    'pension kitni?'
    >>> clean_text("क्\\u200dष") == "क्\\u200dष"
    True
    """
    composed = unicodedata.normalize("NFC", text)
    if not (composed.isascii() and composed.isprintable()):
        composed = "".join(
            character
            for position, character in enumerate(composed)
            if _is_kept(composed, position, character)
        )
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", composed)).strip()


def has_words(text: str) -> bool:
    """Whether a cleaned text holds at least one letter or digit: emoji and marks alone do not.

    >>> has_words("🙏🙏 ?!"), has_words("५"), has_words("हाँ")
    (False, True, True)
    """
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _is_kept(text: str, position: int, character: str) -> bool:
    if character in _JOINERS:
        neighbours = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
        return len(neighbours) == 2 and all(map(_DEVANAGARI.match, neighbours))
    if character in _LINE_BREAKS:
        return True
    # Cc control, Cf invisible formatting, Cs lone surrogates, Co private use, Cn unassigned
    return unicodedata.category(character)[0] != "C" and character not in _BLANK_LETTERS

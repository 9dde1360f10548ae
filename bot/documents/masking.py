"""Takes what may be an Aadhaar number out of a text: no table has a place for one."""

import re

from bot.gateway.identity_patterns import is_aadhaar

# Standing alone: in a row of figures, as in a table of pay, any three make twelve digits.
_TWELVE = re.compile(r"(?<!\d)(?<!\d[ -])[2-9२-९]\d{3}([ -]?)\d{4}\1\d{4}(?![ -]?\d)")
_MASK = "XXXX XXXX XXXX"


def mask(text: str) -> tuple[str, int]:
    """The text with such numbers replaced, and how many there were.

    >>> mask("Aadhaar 2345 6789 0124, order 2345 6789 0123")
    ('Aadhaar XXXX XXXX XXXX, order 2345 6789 0123', 1)
    """
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        digits = "".join(str(int(c)) for c in match.group() if c.isdigit())
        if not is_aadhaar(digits):
            return match.group()
        count += 1
        return _MASK

    return _TWELVE.sub(replace, text), count

"""Websites that may show the widget, as WIDGET_ORIGINS lists them."""

import re

_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")


def read_origins(text: str) -> frozenset[str]:
    """The origins of a list with commas between them.

    Raises:
        ValueError: one is no origin, or stands for all websites; it says what to write.

    >>> sorted(read_origins("https://sects.up.gov.in, http://localhost:8000/"))
    ['http://localhost:8000', 'https://sects.up.gov.in']
    """
    origins = set()
    for part in filter(None, map(str.strip, text.split(","))):
        origin = part.lower().removesuffix("/")
        if "*" in part:
            raise ValueError(
                f"WIDGET_ORIGINS names each website, {part!r} stands for many: "
                "write https://sects.up.gov.in,https://www.up.gov.in"
            )
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"WIDGET_ORIGINS: {part!r} is no origin; write scheme and host only, "
                "such as https://sects.up.gov.in"
            )
        origins.add(origin)
    return frozenset(origins)

"""Sealed links: a small JSON document that travels inside a URL, so that nothing is stored.

The text of a link is compressed, encrypted and authenticated under SECRET_KEY with a key of its
own for each purpose; `SECRET_KEY=new,old` still opens links made with the old key.
"""

import json
import re
import zlib
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from store.keys import seal_bytes, unseal_bytes

_LONGEST = 4_096  # characters of a token; servers refuse longer addresses
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{16,{_LONGEST}}}")


class LinkForged(Exception):
    """The token was not made by us, or was cut or changed on its way."""


class LinkExpired(Exception):
    """The token is ours, but its time is up."""


def seal_link(purpose: str, document: Mapping[str, Any], *, expires_at: datetime) -> str:
    """A token of letters, digits, `-` and `_` that carries a document until `expires_at`.

    Args:
        purpose: keeps the links of one feature from being opened by another.
        document: JSON values; nobody but us can read it.
        expires_at: aware time, kept to the second.

    Raises:
        ValueError: the document is too large for a URL.

    >>> later = datetime(2026, 11, 23, tzinfo=timezone.utc)
    >>> token = seal_link("example", {"sum": 5}, expires_at=later)
    >>> open_link("example", token, now=later.replace(day=22))
    {'sum': 5}
    """
    content = {"until": int(expires_at.timestamp()), "document": document}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    token = seal_bytes(purpose, zlib.compress(text.encode(), 9)).rstrip("=")
    if len(token) > _LONGEST:
        raise ValueError("the document is too large for a link")
    return token


def open_link(purpose: str, token: str, *, now: datetime) -> Any:
    """The document of a token.

    Raises:
        LinkForged: it is none of ours.
        LinkExpired: its time is up.
    """
    if not _TOKEN.fullmatch(token):
        raise LinkForged
    packed = unseal_bytes(purpose, token + "=" * (-len(token) % 4))
    if packed is None:
        raise LinkForged
    content = json.loads(zlib.decompress(packed))
    if now >= datetime.fromtimestamp(content["until"], timezone.utc):
        raise LinkExpired
    return content["document"]

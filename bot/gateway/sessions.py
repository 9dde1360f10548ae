"""Sessions of the widget: a sealed token that names a conversation nobody can guess.

Nothing is stored for one. The token holds 256 random bits, the sender of the conversation, and the
moment until which it is good; a renewed one goes on with the same conversation.
"""

import contextlib
import re
import secrets

from store.keys import seal_bytes, unseal_bytes

PURPOSE = "widget-session"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{80,400}")
_RANDOM_BYTES, _TIME_BYTES = 32, 8


class SessionOver(Exception):
    """The token is none of ours, or its time is up."""


def open_session(*, now: float, seconds: float, renews: str | None = None) -> str:
    """A new token: of a new conversation, or of that of `renews` while that one is good.

    Args:
        now: seconds since 1970.
        seconds: life of the token.
        renews: an earlier token.
    """
    sender = secrets.token_bytes(_RANDOM_BYTES)
    if renews:
        with contextlib.suppress(SessionOver):
            sender = bytes.fromhex(read_session(renews, now=now))
    until = int(now + seconds).to_bytes(_TIME_BYTES, "big")
    return seal_bytes(PURPOSE, until + sender).rstrip("=")


def read_session(token: str, *, now: float) -> str:
    """The sender that a token names, 64 hex characters.

    Raises:
        SessionOver: the token was made by another instance, for another purpose, or long ago.
    """
    content = None
    if _TOKEN.fullmatch(token):
        content = unseal_bytes(PURPOSE, token + "=" * (-len(token) % 4))
    if content is None or len(content) != _TIME_BYTES + _RANDOM_BYTES:
        raise SessionOver
    if now >= int.from_bytes(content[:_TIME_BYTES], "big"):
        raise SessionOver
    return content[_TIME_BYTES:].hex()

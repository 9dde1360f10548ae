"""What passes between channels and the gateway."""

from dataclasses import dataclass, field, replace
from typing import Any

#: One reply: `text`, `buttons`, `custom`, `image`, `attachment`, each when there is one.
Reply = dict[str, Any]


@dataclass(frozen=True)
class Incoming:
    """A message as a channel read it. The text is the person's own: it stays out of `repr`.

    `message_id` is the sender's, or None when each message is new; `request_id` is the proxy's,
    if one is trusted; `language` is what the channel knows of the person's language before the
    first word (`hi`, `en`).
    """

    channel: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    message_id: str | None = None
    has_media: bool = False
    language: str | None = None
    request_id: str | None = None

    def with_text(self, text: str) -> "Incoming":
        """The same message with its text cleaned."""
        return replace(self, text=text)


def merge_parts(parts: list[Reply]) -> list[Reply]:
    """Joins what Rasa sends in parts: a text, then its `custom` alone, are one reply.

    >>> merge_parts([{"text": "a"}, {"custom": {"x": 1}}, {"text": "b"}])
    [{'text': 'a', 'custom': {'x': 1}}, {'text': 'b'}]
    """
    replies: list[Reply] = []
    for part in parts:
        reply = {key: part[key] for key in _KEYS if part.get(key)}
        if not reply:
            continue
        if replies and "text" not in reply and not reply.keys() & replies[-1].keys():
            replies[-1].update(reply)
        else:
            replies.append(reply)
    return replies


def read_confidence(parts: list[Reply]) -> float | None:
    """How sure Rasa was of what it understood, as the actions say beside their replies.

    >>> read_confidence([{"text": "a"}, {"text": "b", "confidence": 0.93}])
    0.93
    """
    said = (part.get("confidence") for part in parts)
    return next((float(one) for one in said if isinstance(one, int | float)), None)


_KEYS = ("text", "buttons", "custom", "image", "attachment")

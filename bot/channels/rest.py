"""The REST channel: Rasa's own contract, with `message_id` added."""

from typing import Any

from bot.gateway.errors import Refused
from bot.gateway.messages import Incoming, Reply

NAME = "rest"
_MEDIA = ("attachment", "attachments", "image", "audio", "video", "voice", "file", "location")


def parse(document: object, *, max_id: int, max_text: int) -> Incoming:
    """Reads `{"sender", "message", "message_id"?, "language"?}`.

    Args:
        document: the decoded JSON.
        max_id: longest `sender` and `message_id`, characters.
        max_text: longest `message`, characters.

    Raises:
        Refused: a field is missing, of the wrong type, or too long.
    """
    if not isinstance(document, dict):
        raise Refused(422, "wrong_type", field="$")
    has_media = any(document.get(name) for name in _MEDIA)
    text = _text(document, "message", required=not has_media) or ""
    if len(text) > max_text:
        raise Refused(422, "text_too_long", field="message")
    language = _text(document, "language")
    return Incoming(
        channel=NAME,
        sender=_identifier(document, "sender", max_id, required=True) or "",
        text=text,
        message_id=_identifier(document, "message_id", max_id),
        has_media=has_media,
        language=language if language in {"hi", "en"} else None,
    )


def render(replies: list[Reply], sender: str) -> list[dict[str, Any]]:
    """The replies as the client expects them; `recipient_id` is the sender it gave."""
    return [{"recipient_id": sender, **reply} for reply in replies]


def _text(document: dict[str, Any], name: str, *, required: bool = False) -> str | None:
    value = document.get(name)
    if value is None:
        if required and name not in document:
            raise Refused(422, "missing", field=name)
        if required:
            raise Refused(422, "wrong_type", field=name)
        return None
    if not isinstance(value, str):
        raise Refused(422, "wrong_type", field=name)
    return value


def _identifier(
    document: dict[str, Any], name: str, longest: int, *, required: bool = False
) -> str | None:
    value = _text(document, name, required=required)
    if value is None:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(422, "bad_id", field=name) from None
    if not value.strip() or len(value) > longest:
        raise Refused(422, "bad_id", field=name)
    return value

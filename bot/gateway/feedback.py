"""Thumbs up and down: reads what a channel was sent, and keeps it without identifiers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.gateway.clean import clean_text
from bot.gateway.errors import Refused
from bot.gateway.intake import without_values
from store import feedback
from store.engine import session


@dataclass(frozen=True)
class Thumb:
    """What a person thinks of the replies to a message; the comment holds no identifier."""

    message_id: str
    verdict: str
    reason: str | None
    comment: str | None = field(repr=False)


def parse(document: object, *, max_id: int) -> Thumb:
    """Reads `{"message_id", "verdict", "reason"?, "comment"?}`.

    Raises:
        Refused: a field is missing, of the wrong type, none of the choices, or too long.
    """
    if not isinstance(document, dict):
        raise Refused(422, "wrong_type", field="$")
    message_id = _text(document, "message_id")
    if not message_id or len(message_id) > max_id:
        raise Refused(422, "bad_id" if message_id is not None else "missing", field="message_id")
    verdict, reason = _text(document, "verdict"), _text(document, "reason")
    if verdict not in feedback.VERDICTS:
        raise Refused(422, "missing" if verdict is None else "bad_choice", field="verdict")
    if reason is not None and reason not in feedback.REASONS:
        raise Refused(422, "bad_choice", field="reason")
    comment = clean_text(_text(document, "comment") or "")
    if len(comment) > feedback.LONGEST_COMMENT:
        raise Refused(422, "comment_too_long", field="comment")
    return Thumb(message_id, verdict, reason, without_values(comment) or None)


def save(database_url: str, conversation: str, thumb: Thumb, now: datetime) -> None:
    """Keeps a thumb; blocks.

    Raises:
        Refused: no such message was answered in the conversation.
        StoreError: the database is locked or cannot be reached.
    """
    try:
        with session(database_url) as db:
            feedback.save(
                db,
                conversation,
                f"client:{thumb.message_id}",
                thumb.verdict,
                reason=thumb.reason,
                # A token is longer than a short number may be.
                comment=thumb.comment and thumb.comment[: feedback.LONGEST_COMMENT],
                now=now,
            )
    except feedback.UnknownAnswer:
        raise Refused(404, "no_such_message", field="message_id") from None


def _text(document: dict[str, Any], name: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(422, "wrong_type", field=name)
    return value

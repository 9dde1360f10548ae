"""What happens to a message as it is written down: its language, and tokens for identifiers."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.gateway import identity
from bot.gateway.memory import Memory
from bot.gateway.messages import Incoming
from bot.gateway.takeover import Arrived
from store import conversations, otp, transcripts, vault
from store.limits import INDIA

OTP_MINUTES = 10
_MAY_HOLD_OTP = re.compile(r"\d(?:[ -]?\d){3}")


def write_down(
    db: Session,
    incoming: Incoming,
    conversation: str,
    message_id: str,
    memory: Memory,
    now: datetime,
) -> tuple[Arrived, dict[str, Any]]:
    """The transcript's line, and the metadata that Rasa gets with the text."""
    if memory.is_stale(now):
        refresh(db, conversation, memory)
        conversations.remember(db, conversation, channel=incoming.channel, now=now)
    text = tokenise(db, incoming.text, conversation, memory, now)
    language = memory.choose_language(text, incoming.language)
    metadata = {
        "language": language,
        "preference": memory.preference,
        "today": now.astimezone(INDIA).date().isoformat(),
    }
    line = transcripts.append(
        db,
        conversation,
        "in",
        text,
        language=language,
        channel=incoming.channel,
        now=now,
        payload={"message_id": message_id, "metadata": metadata},
    )
    arrived = Arrived(conversation, message_id, incoming.channel, text, language, now, line)
    return arrived, metadata


def refresh(db: Session, conversation: str, memory: Memory) -> None:
    """Reads back what an earlier process remembered."""
    memory.preference = conversations.fetch_language(db, conversation)
    if memory.language is None:
        lines = transcripts.fetch_recent(db, conversation, 6)
        spoken = [line.language for line in lines if line.direction == "in"]
        memory.language = spoken[-1] if spoken else None
        if lines and lines[-1].direction == "out":
            memory.note_answer([lines[-1].payload or {}], lines[-1].created_at)


def tokenise(db: Session, text: str, conversation: str, memory: Memory, now: datetime) -> str:
    """The text with a token in place of each identifier, whose value goes to the vault."""

    def save(kind: str, value: str) -> str:
        minutes = {"lifetime_minutes": OTP_MINUTES} if kind == "otp" else {}
        return vault.save_value(db, conversation, kind, value, now=now, **minutes)

    awaited = False
    if _MAY_HOLD_OTP.search(text):
        awaited = otp.is_awaited(db, conversation, now=now) or memory.may_be_late_otp(text, now)
    return identity.replace(text, save, otp_awaited=awaited)


def without_values(text: str) -> str:
    """The text with `[mobile]` and the like in place of identifiers, which nobody keeps.

    >>> without_values("मेरा नंबर 9876543210 है")
    'मेरा नंबर [mobile] है'
    """
    return identity.replace(text, lambda kind, _: f"[{kind}]", otp_awaited=True)


def belongs(line: Any, message_id: str) -> bool:
    """Whether a line of the transcript is the message with this id."""
    return line.direction == "in" and (line.payload or {}).get("message_id") == message_id

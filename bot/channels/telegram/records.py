"""What the Telegram channel writes down. All functions block; they are called in threads."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from bot.channels.telegram.answer import Answer
from bot.channels.telegram.answering import resolve
from bot.channels.telegram.reading import NAME, Update
from bot.gateway.conversation import conversation_id
from bot.gateway.memory import LANGUAGES
from bot.gateway.messages import Reply
from store import conversations, outbox, outbox_line, telegram, telegram_chats, transcripts
from store.engine import session
from store.telegram_chats import Chat


@dataclass(frozen=True)
class Arrival:
    """An update as it is kept: with the seconds to wait if there were too many of them."""

    update: Update
    document: dict[str, Any] = field(repr=False)
    refused_seconds: float = 0.0

    @property
    def conversation(self) -> str:
        """The opaque id of its conversation."""
        return conversation_id(NAME, self.update.sender)


@dataclass(frozen=True)
class Known:
    """What is known when an update is taken up; `payload` is what its button stands for."""

    chat: Chat
    language: str
    payload: str | None


class Records:
    """Updates, chats and the outbox at one database URL."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def save(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Writes updates down, all or none; returns those that had not come before."""
        now = _now()
        with session(self._url) as db:
            return [one for one in arrivals if _save(db, one, now)]

    def fetch_waiting(self) -> list[str]:
        """Conversations with updates that wait."""
        with session(self._url, read_only=True) as db:
            return telegram.fetch_waiting(db)

    def fetch_next(self, conversation: str) -> telegram.PendingUpdate | None:
        """The next update of a conversation."""
        with session(self._url, read_only=True) as db:
            return telegram.fetch_next(db, conversation)

    def begin(self, update: Update, conversation: str) -> Known:
        """Keeps where the conversation is written to, and reads what is known of it."""
        payload, code = resolve(update.text) if update.kind == "callback" else (None, None)
        with session(self._url) as db:
            chat = telegram_chats.save_chat(db, conversation, update.chat_id, now=_now())
            if code is not None:
                payload = telegram.fetch_button(db, code)
            return Known(chat, _language(db, conversation) or update.language or "hi", payload)

    def hold(self, update_id: int, conversation: str, text: str) -> None:
        """Puts a line in front of an answer that takes long."""
        with session(self._url) as db:
            _put(db, f"tg:{update_id}:wait", conversation, {"text": text})

    def limit(self, update_id: int, key: str, conversation: str, text: str) -> None:
        """Finishes an update that gets no answer; says why, once for each key."""
        with session(self._url) as db:
            if telegram.note_done(db, update_id, now=_now()):
                _put(db, key, conversation, {"text": text})

    def finish(self, update: Update, conversation: str, answer: Answer) -> None:
        """Marks an update done and puts its replies in line, both or neither."""
        with session(self._url) as db:
            if not telegram.note_done(db, update.update_id, now=_now()):
                return
            for number, reply in enumerate(answer.replies):
                key = f"tg:{update.update_id}:{number}"
                _put(db, key, conversation, _payload(update, reply))
            telegram_chats.save_keyboard(db, conversation, answer.keyboard)
            if answer.erases:
                telegram_chats.erase_later(db, conversation)
            elif update.message_id is not None and not (
                update.is_edit or update.kind == "callback"
            ):
                telegram_chats.save_last_message(db, conversation, update.message_id)

    def drop(self, update_id: int) -> None:
        """Marks an update done that cannot be dealt with."""
        with session(self._url) as db:
            telegram.note_done(db, update_id, now=_now())

    def note_member(self, update: Update, conversation: str) -> None:
        """Notes that a person blocked the bot, or lets it write again."""
        with session(self._url) as db:
            telegram.note_done(db, update.update_id, now=_now())
            if update.text in ("kicked", "left"):
                telegram_chats.note_blocked(db, conversation, now=_now())
            else:
                telegram_chats.note_unblocked(db, conversation)

    def measure(self) -> tuple[tuple[int, float], tuple[int, float]]:
        """How many updates and how many messages wait, each with the oldest one's seconds."""
        with session(self._url, read_only=True) as db:
            now = _now()
            messages = outbox_line.fetch_backlog(db, NAME, now=now)
            return telegram.fetch_backlog(db, now=now), messages


def _save(db: Any, arrival: Arrival, now: datetime) -> bool:
    content = {"update": arrival.document, "refused_seconds": arrival.refused_seconds}
    return telegram.save_update(
        db,
        arrival.update.update_id,
        arrival.conversation,
        json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"),
        now=now,
    )


def _put(db: Any, key: str, conversation: str, payload: dict[str, Any]) -> None:
    outbox.put(
        db,
        key=key,
        channel=NAME,
        conversation=conversation,
        kind="reply",
        payload=payload,
        now=_now(),
    )


def _payload(update: Update, reply: Reply) -> dict[str, Any]:
    """What the sender needs of a reply; a group sees to whom it goes."""
    names = ("text", "buttons", "keys", "hides_keys")
    payload = {name: reply[name] for name in names if reply.get(name)}
    custom = reply.get("custom") or {}
    kept = {name: custom[name] for name in ("language", "table") if custom.get(name)}
    if kept:
        payload["custom"] = kept
    if update.is_group and update.message_id is not None and update.kind != "callback":
        payload["reply_to"] = update.message_id
    return payload


def _language(db: Any, conversation: str) -> str | None:
    """The language that was chosen, else the one last spoken: `hi` or `en`."""
    chosen = LANGUAGES.get(conversations.fetch_language(db, conversation) or "")
    if chosen is None:
        lines = transcripts.fetch_recent(db, conversation, 6)
        spoken = [one.language for one in lines if one.direction == "in" and one.language]
        chosen = spoken[-1] if spoken else None
    return None if chosen is None else ("en" if chosen == "en" else "hi")


def _now() -> datetime:
    return datetime.now(timezone.utc)

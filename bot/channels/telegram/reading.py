"""Reads an update as Telegram sent it: who wrote what, of which kind, and whether it is for us."""

import re
from dataclasses import dataclass, field
from typing import Any

NAME = "telegram"
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)
_LARGEST = 2**63 - 1
#: What a message may hold instead of text → the sentence in `strings.yml`.
_MEDIA = {
    "photo": "photo",
    "sticker": "sticker",
    "animation": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "document": "document",
    "venue": "location",
    "location": "location",
    **dict.fromkeys(("poll", "dice", "story", "game", "paid_media", "checklist"), "other"),
}


@dataclass(frozen=True)
class Bot:
    """The bot's own number and, once Telegram told it, its name."""

    id: int
    username: str = ""


@dataclass(frozen=True)
class Update:
    """One update. What the person wrote, and who they are, stays out of `repr`.

    `kind`: text, command, callback, contact, media or member; `text` is the words, the caption,
    what stands behind a command, the payload of a callback, or the new status of a member.
    Photos that were sent together share an `album`.
    """

    update_id: int
    kind: str
    chat_id: int = field(repr=False)
    user_id: int = field(repr=False)
    is_group: bool = False
    is_edit: bool = False
    text: str = field(default="", repr=False)
    command: str = ""
    media: str = ""
    album: str = ""
    message_id: int | None = None
    callback_id: str | None = None
    language: str | None = None
    sent_at: int | None = None
    is_own_contact: bool = False
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list, repr=False)

    @property
    def sender(self) -> str:
        """Who the conversation is with; in a group, each member has one of their own."""
        return f"{self.chat_id}:{self.user_id}" if self.is_group else str(self.chat_id)


def read(update: dict[str, Any], bot: Bot) -> Update | None:
    """The update, or None when there is nothing in it for us: bots, channels, other people's talk.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it has not the form of an update.
    """
    if "callback_query" in update:
        return _callback(update["update_id"], update["callback_query"])
    if "my_chat_member" in update:
        return _member(update["update_id"], update["my_chat_member"])
    for name in ("message", "edited_message"):
        if name in update:
            found = _message(update["update_id"], update[name], bot)
            is_edit = name == "edited_message"
            # A live location comes as one edit after the other.
            if found is None or (is_edit and found.media == "location"):
                return None
            return Update(**{**vars(found), "is_edit": is_edit})
    return None


def _common(update_id: int, chat: dict[str, Any], user: dict[str, Any]) -> dict[str, Any] | None:
    if user.get("is_bot") or chat.get("type", "private") == "channel":
        return None
    code = str(user.get("language_code") or "")[:2].lower()
    return {
        "update_id": _number(update_id),
        "chat_id": _number(chat["id"]),
        "user_id": _number(user["id"]),
        "is_group": chat.get("type", "private") != "private",
        "language": code if code in {"hi", "en"} else None,
    }


def _number(value: Any) -> int:
    """An id that the database can hold; an update that cannot be kept would never be done with.

    Raises:
        TypeError, ValueError: it is none.
    """
    number = int(value)
    if not -_LARGEST <= number <= _LARGEST:
        raise ValueError("out of range")
    return number


def _optional_number(value: Any) -> int | None:
    return None if value is None else _number(value)


def _callback(update_id: int, query: dict[str, Any]) -> Update | None:
    message = query.get("message") or {}
    if "chat" not in message or "data" not in query:
        return None
    common = _common(update_id, message["chat"], query["from"])
    if common is None:
        return None
    return Update(
        kind="callback",
        text=str(query["data"]),
        callback_id=str(query["id"]) if "id" in query else None,
        message_id=_optional_number(message.get("message_id")),
        keyboard=(message.get("reply_markup") or {}).get("inline_keyboard") or [],
        **common,
    )


def _member(update_id: int, change: dict[str, Any]) -> Update | None:
    common = _common(update_id, change["chat"], change["from"])
    if common is None or common["is_group"]:
        return None
    return Update(kind="member", text=str(change["new_chat_member"]["status"]), **common)


def _message(update_id: int, message: dict[str, Any], bot: Bot) -> Update | None:
    common = _common(update_id, message["chat"], message["from"]) if "from" in message else None
    if common is None:
        return None
    common |= {
        "message_id": _optional_number(message.get("message_id")),
        "sent_at": _optional_number(message.get("date")),
    }
    text = str(message.get("text") or message.get("caption") or "")
    command = _COMMAND.fullmatch(text.strip())
    if common["is_group"]:
        if not _is_addressed(message, text, command, bot):
            return None
        if bot.username:
            text = re.sub(f"@{re.escape(bot.username)}\\b", " ", text, flags=re.IGNORECASE)
    if command:
        name, argument = command[1].lower(), command[3] or ""
        return Update(kind="command", command=name, text=argument, **common)
    if text:
        return Update(kind="text", text=text, **common)
    return _wordless(message, common)


def _wordless(message: dict[str, Any], common: dict[str, Any]) -> Update | None:
    contact = message.get("contact")
    if contact:
        is_own = contact.get("user_id") == common["user_id"]
        number = str(contact.get("phone_number") or "")
        return Update(kind="contact", text=number, is_own_contact=is_own, **common)
    media = next((sentence for kind, sentence in _MEDIA.items() if message.get(kind)), None)
    # Neither words nor media: someone joined, a message was pinned, a title changed.
    album = str(message.get("media_group_id") or "")[:40]
    return Update(kind="media", media=media, album=album, **common) if media else None


def _is_addressed(
    message: dict[str, Any], text: str, command: re.Match[str] | None, bot: Bot
) -> bool:
    name = bot.username.lower()
    if command:
        return bool(name) and (command[2] or "").lower() == name
    answered = (message.get("reply_to_message") or {}).get("from") or {}
    if answered.get("is_bot") and answered.get("id") == bot.id:
        return True
    if name and str(answered.get("username", "")).lower() == name:
        return True
    return bool(name) and re.search(f"@{re.escape(name)}\\b", text.lower()) is not None

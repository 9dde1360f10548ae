"""What is to be done about an update: replies, and what is noted along with them."""

from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.strings import say
from bot.gateway.messages import Reply
from store.telegram_chats import Chat


@dataclass(frozen=True)
class Answer:
    """Replies in order, and the keys that the person sees from now on (title → payload)."""

    replies: list[Reply] = field(default_factory=list, repr=False)
    keyboard: dict[str, str] | None = field(default=None, repr=False)
    erases: bool = False


def line(text: str, *buttons: tuple[str, str]) -> list[Reply]:
    """One reply of our own; each button is a title and a payload."""
    reply: Reply = {"text": text}
    if buttons:
        reply["buttons"] = [{"title": title, "payload": payload} for title, payload in buttons]
    return [reply]


def with_keys(replies: list[Reply], chat: Chat, language: str, *, hides: bool = False) -> Answer:
    """The replies, with a key that shares the mobile number where they ask for it.

    Args:
        replies: of one turn.
        chat: with the keys that the person has seen until now.
        language: of the key.
        hides: whether the keys go even if we do not know of any.
    """
    last = replies[-1] if replies else {}
    if (last.get("custom") or {}).get("wants") == "mobile":
        buttons = {one["title"]: one["payload"] for one in last.get("buttons") or []}
        keys = {"contact": say("title_contact", language), "others": list(buttons)}
        asking = {name: value for name, value in last.items() if name != "buttons"}
        return Answer([*replies[:-1], {**asking, "keys": keys}], buttons)
    if not replies or not (chat.keyboard is not None or hides):
        return Answer(replies, chat.keyboard)
    return Answer(_hiding(replies, language))


def _hiding(replies: list[Reply], language: str) -> list[Reply]:
    """Telegram takes one kind of keys a message: those below the input go with one without any."""
    first: dict[str, Any] = replies[0]
    if first.get("buttons"):
        return [{"text": say("keyboard_gone", language), "hides_keys": True}, *replies]
    return [{**first, "hides_keys": True}, *replies[1:]]

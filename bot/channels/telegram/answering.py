"""Decides what each kind of update gets: a command, a button, words, a contact, a photo."""

import re

from bot.channels.telegram.answer import Answer, line, with_keys
from bot.channels.telegram.conversing import Conversing, Hold
from bot.channels.telegram.keyboard import CODE
from bot.channels.telegram.reading import Update
from bot.channels.telegram.strings import say, strings
from bot.gateway import identity
from bot.gateway.messages import Reply
from store.telegram_chats import Chat

DELETE, KEEP = "tg:delete", "tg:keep"
#: Commands that are buttons of the assistant's own.
_PAYLOADS = {
    "menu": "/menu",
    "status": "/check_status",
    "calculate": "/calculate",
    "help": "/help",
    "stop": "/stop",
}
_LANGUAGES = (
    ("title_hi", "/switch_language_hi"),
    ("title_en", "/switch_language_en"),
    ("title_roman", "/switch_language_roman"),
)
_INDIAN_MOBILE = re.compile(r"(?:\+?91|0)?([6-9]\d{9})")


class Answering:
    """Answers one update. What is personal is not spoken of in groups."""

    def __init__(self, conversing: Conversing) -> None:
        self._conversing = conversing

    async def answer(
        self, update: Update, chat: Chat, language: str, payload: str | None, hold: Hold
    ) -> Answer:
        """What an update gets.

        Args:
            update: as read.
            chat: what is known of it.
            language: `hi` or `en`, for our own sentences.
            payload: behind the button that was pressed, None when it is not known.
            hold: tells the person that it takes longer.
        """
        if update.is_edit and update.message_id != (chat.last_message or update.message_id):
            return Answer(line(say("old_edit", language)), chat.keyboard)
        if update.kind == "command":
            return await self._command(update, chat, language, hold)
        if update.kind == "callback":
            return await self._button(update, chat, language, payload, hold)
        if update.kind == "contact":
            return await self._contact(update, chat, language, hold)
        if update.kind == "media":
            return Answer(line(say(update.media, language)), chat.keyboard)
        key = (chat.keyboard or {}).get(update.text.strip())
        return await self._ask(update, key or update.text, chat, language, hold)

    async def _command(self, update: Update, chat: Chat, language: str, hold: Hold) -> Answer:
        if update.command == "start":
            return with_keys(_welcome(update, language), chat, language)
        if update.command == "language":
            buttons = [(say(title, language), payload) for title, payload in _LANGUAGES]
            return with_keys(line(say("language", language), *buttons), chat, language)
        if update.command == "delete":
            return with_keys(_confirm(update, language), chat, language)
        if update.command not in _PAYLOADS:
            return with_keys(line(say("unknown_command", language)), chat, language)
        text = _PAYLOADS[update.command]
        if update.text.strip() and update.command in ("status", "calculate"):
            # "/status UP2026-…": the words behind it are what it is about.
            text = f"{update.command} {update.text}"
        return await self._ask(update, text, chat, language, hold)

    async def _button(
        self, update: Update, chat: Chat, language: str, payload: str | None, hold: Hold
    ) -> Answer:
        if payload == KEEP:
            return Answer(line(say("kept", language)), chat.keyboard)
        if payload == DELETE and not update.is_group:
            await self._conversing.forget(update)
            replies = with_keys(line(say("deleted", language)), chat, language).replies
            return Answer(replies, erases=True)
        if payload is None or not payload.startswith("/"):
            return Answer(line(say("old_button", language)), chat.keyboard)
        return await self._ask(update, payload, chat, language, hold)

    async def _contact(self, update: Update, chat: Chat, language: str, hold: Hold) -> Answer:
        if update.is_group:
            return Answer(line(say("privately", language)))
        if not update.is_own_contact:
            return Answer(line(say("contact_foreign", language)), chat.keyboard)
        number = _INDIAN_MOBILE.fullmatch(re.sub(r"[\s()-]", "", update.text))
        if number is None:
            return Answer(line(say("contact_not_indian", language)), chat.keyboard)
        answer = await self._ask(update, number[1], Chat(), language, hold)
        thanks: Reply = {"text": say("contact_thanks", language), "hides_keys": True}
        return Answer([thanks, *answer.replies], answer.keyboard)

    async def _ask(
        self, update: Update, text: str, chat: Chat, language: str, hold: Hold
    ) -> Answer:
        if not update.is_group:
            replies = await self._conversing.ask(update, text, language, hold)
            return with_keys(replies, chat, language)
        if text == _PAYLOADS["status"] or identity.find(text):
            return Answer(line(say("privately", language)))
        replies = await self._conversing.ask(update, text, language, hold)
        if any(map(_is_personal, replies)):
            # The lookup that was begun must not go on in front of everyone.
            await self._conversing.ask(update, "/stop", language, hold, part=":stop")
            return Answer(line(say("privately", language)))
        return Answer(replies)


def resolve(data: str) -> tuple[str | None, str | None]:
    """What stands behind a button: its payload, or the code under which that is kept.

    >>> resolve("/menu"), resolve("b:00ff")
    (('/menu', None), (None, '00ff'))
    """
    return (None, data.removeprefix(CODE)) if data.startswith(CODE) else (data, None)


def _is_personal(reply: Reply) -> bool:
    custom = reply.get("custom") or {}
    return bool(custom.get("wants") or custom.get("status"))


def _welcome(update: Update, language: str) -> list[Reply]:
    """In both languages for whom Telegram tells us no language."""
    both = strings()["start"]
    is_known = update.language is not None
    order = [language] if is_known else ["hi", "en"]
    text = "\n\n".join(both[one] for one in order)
    buttons = [(say(title, language), payload) for title, payload in _LANGUAGES[:2]]
    return line(text, *buttons)


def _confirm(update: Update, language: str) -> list[Reply]:
    if update.is_group:
        return line(say("privately", language))
    yes, no = (say("title_delete", language), DELETE), (say("title_keep", language), KEEP)
    return line(say("delete", language), yes, no)

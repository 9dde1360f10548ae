"""Tells Telegram about us, once after each start and in the background."""

from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.reading import ALLOWED
from bot.channels.telegram.strings import strings
from bot.channels.telegram.webhook import PATH, hidden_path, secret

#: Telegram shows Hindi to phones in Hindi, English to all others.
_LANGUAGES = (("en", None), ("en", "en"), ("hi", "hi"))


async def introduce(api: TelegramApi) -> None:
    """Sets the command menu and the description, in both languages."""
    words = strings()
    for language, code in _LANGUAGES:
        commands = [
            {"command": name, "description": both[language]}
            for name, both in words["commands"].items()
        ]
        await api.until_granted("setMyCommands", commands=commands, language_code=code)
        for method, key in (
            ("setMyDescription", "description"),
            ("setMyShortDescription", "short_description"),
        ):
            await api.until_granted(method, **{key: words[key][language]}, language_code=code)


async def set_webhook(api: TelegramApi, public_url: str, token: str) -> None:
    """Has Telegram bring updates to us."""
    await api.until_granted(
        "setWebhook",
        url=f"{public_url.rstrip('/')}{PATH}/{hidden_path(token)}",
        secret_token=secret(token),
        allowed_updates=ALLOWED,
        max_connections=40,
        drop_pending_updates=False,
    )

"""The web widget's channel: what its API takes and gives."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels import rest
from bot.gateway.errors import Refused
from bot.gateway.messages import Incoming, Reply
from bot.gateway.strings import strings

NAME = "widget"
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0966-\u097f]")
#: A ticket's status -> what the widget shows; every other means that the assistant answers.
_HANDOFFS = {"waiting": "waiting", "open": "open"}


def parse(document: object, sender: str, *, max_id: int, max_text: int) -> Incoming:
    """Reads `{"message", "message_id", "language"?}` of a session's sender.

    Raises:
        Refused: a field is missing, of the wrong type, or too long.
    """
    if not isinstance(document, dict):
        raise Refused(422, "wrong_type", field="$")
    named = {**document, "sender": sender}
    incoming = rest.parse(named, max_id=max_id, max_text=max_text)
    if incoming.message_id is None:
        raise Refused(422, "missing", field="message_id")
    return replace(incoming, channel=NAME)


def render(reply: Reply, language: str | None) -> dict[str, Any]:
    """A reply with `lang`, the language and script of its text.

    Args:
        reply: as the gateway has it.
        language: the one the page is shown in, for what the gateway says itself.
    """
    custom = dict(reply.get("custom") or {})
    shown = {**reply, "text": _own_words(reply, custom, language)}
    if custom.get("handoff"):
        shown["custom"] = {**custom, "handoff": handoff_of(custom["handoff"])}
    return {**shown, "lang": _language_of(shown["text"], custom)}


def handoff_of(ticket: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a person of the helpdesk has the conversation: `none`, `waiting` or `open`."""
    state = _HANDOFFS.get(str(ticket.get("state")), "none")
    return {"handoff": state, "position": ticket.get("position")}


def _own_words(reply: Reply, custom: Mapping[str, Any], language: str | None) -> str:
    """What the gateway says in both languages is shown in one: the page names its language."""
    both = strings()["replies"].get(custom.get("code"))
    if both is None:
        return str(reply.get("text", ""))
    return str(both["en" if language == "en" else "hi"])


def _language_of(text: str, custom: Mapping[str, Any]) -> str:
    if _DEVANAGARI.search(text):
        return "hi"
    return "hi-Latn" if custom.get("language") == "hi" else "en"

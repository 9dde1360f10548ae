"""Writes Hindi replies in Roman letters for those who asked for it."""

from collections.abc import Mapping
from typing import Any

from bot.gateway.messages import Reply
from bot.nlu.romanise import romanise

ROMAN = "hi-Latn"


def in_chosen_script(replies: list[Reply], metadata: Mapping[str, Any]) -> list[Reply]:
    """The replies, romanised when the person prefers that and did not write Devanagari.

    Args:
        replies: as Rasa gave them; a reply's `custom.preference` is a choice made just now.
        metadata: the message's `language` and `preference`.
    """
    chosen = [(reply.get("custom") or {}).get("preference") for reply in replies]
    preference = next(filter(None, reversed(chosen)), metadata.get("preference"))
    if preference != ROMAN or metadata.get("language") == "hi":
        return replies
    return [_romanised(reply) for reply in replies]


def _romanised(reply: Reply) -> Reply:
    changed = dict(reply)
    if "text" in reply:
        changed["text"] = romanise(reply["text"])
    if "buttons" in reply:
        changed["buttons"] = [
            {**button, "title": romanise(button["title"])} for button in reply["buttons"]
        ]
    return changed

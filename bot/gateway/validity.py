"""Adds to an answer what depends on the day: from when or until when it holds, or a review due."""

from collections.abc import Mapping
from typing import Any

from bot.gateway.messages import Reply
from bot.knowledge import validity


def with_validity(replies: list[Reply], metadata: Mapping[str, Any]) -> list[Reply]:
    """The replies, each answer with a last line where its dates ask for one.

    Args:
        replies: as Rasa gave them; the `custom` of an answer holds its dates.
        metadata: the message's `today`.
    """
    today = metadata.get("today")
    return [_dated(reply, today) for reply in replies] if today else replies


def _dated(reply: Reply, today: str) -> Reply:
    facts = reply.get("custom") or {}
    if "answer" not in facts or "text" not in reply:
        return reply
    line = validity.line(facts, facts.get("language", "hi"), today)
    return {**reply, "text": f"{reply['text']}\n{line}"} if line else reply

"""A conversation with the actions alone: entities by the real grammar, intents given."""

import asyncio
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import TopicAction
from actions.understanding import Message
from bot.nlu.entities import extract

TODAY = date(2026, 11, 22)


def entities(text: str) -> list[dict[str, Any]]:
    """What the NLU hands over for a text."""
    return [
        {
            **entity.extra,
            "entity": entity.kind,
            "start": entity.start,
            "end": entity.end,
            "value": entity.value,
        }
        for entity in extract(text, today=TODAY)
    ]


def message(text: str, intent: str = "calculate") -> Message:
    """A message as `read_values` takes it."""
    return Message(text, entities(text), intent)


class Conversation:
    """Keeps the slots between turns, as Rasa does."""

    def __init__(self, language: str = "en") -> None:
        self.slots: dict[str, Any] = {"language": language, "task": None, "last": None}
        self.replies: list[dict[str, Any]] = []

    def say(
        self,
        action: TopicAction,
        text: str,
        label: str = "calculate",
        *,
        outcome: str = "answer",
        extra: list[dict[str, Any]] | None = None,
        candidates: list[dict[str, Any]] | None = None,
    ) -> str:
        """One turn; returns the joined texts of the replies."""
        latest = {
            "text": text,
            "intent": {"name": label.partition("/")[0] if outcome == "answer" else "nlu_fallback"},
            "retrieval": {"label": label},
            "outcome": outcome,
            "candidates": candidates or [],
            "entities": [*entities(text), *(extra or [])],
        }
        event = {"event": "user", "text": text, "metadata": {"today": TODAY.isoformat()}}
        tracker = Tracker("c" * 32, dict(self.slots), latest, [event], False, None, {}, "")
        dispatcher = CollectingDispatcher()
        for happened in asyncio.run(action.run(dispatcher, tracker, {})):
            if happened["event"] == "slot":
                self.slots[happened["name"]] = happened["value"]
        self.replies = dispatcher.messages
        return "\n".join(m.get("text") or m.get("response") or "" for m in self.replies)

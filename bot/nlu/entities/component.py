"""Rasa graph component that adds the grammar's entities to each message."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import ENTITY_ATTRIBUTE_CONFIDENCE_TYPE
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities import Entity, extract

_METADATA = "metadata"
_TODAY = "today"
_FIRST_WORDS = "level 1, 1 saal"  # enough to load every list before the first person asks


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GrammarEntityExtractor(GraphComponent):
    """Appends entities by grammar, with `extra` as further keys; it learns nothing."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GrammarEntityExtractor:
        """Make the component and read its word lists; it needs nothing of what Rasa hands in."""
        extract(_FIRST_WORDS, today=date.min)
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to messages, after those that are there.

        Relative dates count from the ISO date `today` in the message's metadata, else from
        the clock's date.
        """
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = [_as_rasa(entity) for entity in extract(text, today=_today_of(message))]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def _today_of(message: Message) -> date:
    metadata = message.get(_METADATA) or {}
    try:
        return date.fromisoformat(metadata[_TODAY])
    except (KeyError, TypeError, ValueError):
        return date.today()  # noqa: DTZ011 - the server's civil date is the one people mean


def _as_rasa(entity: Entity) -> dict[str, Any]:
    return {
        **entity.extra,
        ENTITY_ATTRIBUTE_TYPE: entity.kind,
        ENTITY_ATTRIBUTE_START: entity.start,
        ENTITY_ATTRIBUTE_END: entity.end,
        ENTITY_ATTRIBUTE_VALUE: entity.value,
        ENTITY_ATTRIBUTE_CONFIDENCE_TYPE: 1.0,
        EXTRACTOR: GrammarEntityExtractor.__name__,
    }

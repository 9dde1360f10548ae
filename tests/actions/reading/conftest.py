"""Values read from a text as the action server reads them: real grammar, real inputs tables."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.rules import calculators
from actions.understanding import Message, read_values
from bot.nlu.entities import extract

TODAY = date(2026, 11, 22)
Read = Callable[..., dict[str, Any]]


def message_of(text: str, intent: str = "calculate") -> Message:
    found = [
        {**e.extra, "entity": e.kind, "start": e.start, "end": e.end, "value": e.value}
        for e in extract(text, today=TODAY)
    ]
    return Message(text, found, intent)


@pytest.fixture
def message() -> Callable[..., Message]:
    """A message with its entities."""
    return message_of


@pytest.fixture
def read() -> Read:
    """The raw values that a text gives a calculator."""

    def values(
        name: str, text: str, known: dict[str, Any] | None = None, asked: str | None = None
    ) -> dict[str, Any]:
        return read_values(message_of(text), calculators()[name].inputs, known or {}, asked)

    return values

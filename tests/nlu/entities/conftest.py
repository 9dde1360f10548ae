from collections.abc import Callable
from datetime import date

import pytest

from bot.nlu.entities import KINDS, Entity, extract

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def read() -> Callable[[str], list[Entity]]:
    """Entities of a text as of 22 November 2026, their offsets checked."""

    def entities(text: str) -> list[Entity]:
        found = extract(text, today=TODAY)
        previous = 0
        for entity in found:
            assert entity.kind in KINDS
            assert text[entity.start : entity.end] == entity.text != ""
            assert entity.start >= previous
            previous = entity.end
        return found

    return entities


@pytest.fixture(scope="session")
def only(read: Callable[[str], list[Entity]]) -> Callable[[str, str], Entity]:
    """The one entity of a kind in a text."""

    def entity(text: str, kind: str) -> Entity:
        found = [e for e in read(text) if e.kind == kind]
        assert len(found) == 1, read(text)
        return found[0]

    return entity

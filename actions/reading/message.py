"""What was typed, with what the NLU found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Entity = Mapping[str, Any]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Message:
    """What was typed, with the entities in it and the intent behind it."""

    text: str
    entities: Sequence[Entity]
    intent: str

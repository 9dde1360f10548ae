"""What the extractor returns, and which of two overlapping readings is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# A later name in this list gives way to an earlier one wherever the two overlap.
_SPECIFIC_FIRST = (
    "token",
    "application_number",
    "date",
    "month",
    "financial_year",
    "age",
    "duration",
    "pay_level",
    "grade_pay",
    "percent",
    "district",
    "institution",
    "relation",
    "marital_status",
    "care",
    "gender",
    "yes_no",
    "year",
    "money",
    "number",
)
KINDS = frozenset(_SPECIFIC_FIRST)
_RANK = {kind: rank for rank, kind in enumerate(_SPECIFIC_FIRST)}


@dataclass(frozen=True)
class Entity:
    """One reading of one stretch of the message.

    Attributes:
        kind: one of `KINDS`.
        value: JSON-able; an ISO string for a date, a dict for a duration, None when the text
            names nothing real (`extra["invalid"]`) or two things (`extra["ambiguous"]`).
        start: offset of the first character in the original text.
        end: offset after the last character.
        text: `original[start:end]`.
        extra: further facts about the reading, JSON-able.
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str
    extra: dict[str, Any] = field(default_factory=dict)


def settle_overlaps(candidates: Iterable[Entity], length: int) -> list[Entity]:
    """Keep the most specific, then the longest, of readings that share a character.

    Args:
        candidates: readings in any order.
        length: characters in the text.

    Returns:
        Readings that do not overlap, in order of appearance.
    """
    taken = bytearray(length)
    kept = []
    for entity in sorted(candidates, key=lambda e: (_RANK[e.kind], e.start - e.end, e.start)):
        if not any(taken[entity.start : entity.end]):
            taken[entity.start : entity.end] = b"\x01" * (entity.end - entity.start)
            kept.append(entity)
    return sorted(kept, key=lambda e: e.start)

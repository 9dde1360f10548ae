"""What search found in the department's documents, quoted and never said as our own word."""

from collections.abc import Mapping
from typing import Any

from actions.turn import Turn


def quotations(turn: Turn, most: int) -> str:
    """Up to `most` extracts, each with its document and place; empty if none was found."""
    quoted = [_quotation(turn, passage) for passage in turn.passages[:most]]
    return "\n".join([turn.word("extracts_may_help"), *quoted]) if quoted else ""


def as_custom(turn: Turn, most: int) -> dict[str, Any] | None:
    """The same for a page that shows quotations in its own way."""
    shown = [
        {
            "document": passage["document"][turn.language],
            "section": passage["section"],
            "page": passage["page"],
            "text": passage["text"],
        }
        for passage in turn.passages[:most]
    ]
    return {"extracts": shown} if shown else None


def _quotation(turn: Turn, passage: Mapping[str, Any]) -> str:
    page = turn.word("on_page", page=passage["page"]) if passage["page"] else ""
    place = ", ".join(filter(None, (passage["document"][turn.language], passage["section"], page)))
    return turn.word("extract", text=passage["text"], place=place)

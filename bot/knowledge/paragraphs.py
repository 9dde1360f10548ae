"""The outlines of the source chapters: every paragraph that some answer should cover.

`data/knowledge/paragraphs/<topic>.yml` names the document, the chapter, and each numbered rule,
note and table of it; an answer cites them in the `paragraphs` of its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.entries import Knowledge, KnowledgeError, Words, read_yaml


@dataclass(frozen=True)
class Outline:
    """One chapter: paragraph id → what people call the place, in its order."""

    path: Path
    document: str
    chapter: str
    paragraphs: Mapping[str, Words]


def load_outlines(root: Path) -> list[Outline]:
    """The outlines under `root` (the project's `data` folder), in the order of the chapters.

    Raises:
        KnowledgeError: a file is malformed, or a paragraph is named twice.
    """
    outlines = [_outline(p) for p in sorted((root / "knowledge" / "paragraphs").glob("*.yml"))]
    owners: dict[str, Path] = {}
    for outline in outlines:
        for paragraph in outline.paragraphs:
            owner = owners.setdefault(paragraph, outline.path)
            if owner is not outline.path:
                raise KnowledgeError(f"{outline.path}: {paragraph!r} stands in {owner} too")
    return sorted(outlines, key=lambda outline: (len(outline.chapter), outline.chapter))


def cited(knowledge: Knowledge) -> set[tuple[str, str]]:
    """Every (document, paragraph) that an answer cites."""
    return {
        (source.document.id, paragraph)
        for entry in knowledge.entries.values()
        for source in entry.sources
        for paragraph in source.paragraphs
    }


def _outline(path: Path) -> Outline:
    raw = read_yaml(path)
    try:
        rows: list[Mapping[str, Any]] = raw["paragraphs"]
        named = {str(row["id"]): row["section"] for row in rows}
        outline = Outline(path, str(raw["document"]), str(raw["chapter"]), named)
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: {error} is missing or of the wrong kind") from error
    if len(named) < len(rows):
        raise KnowledgeError(f"{path}: a paragraph is named twice")
    return outline

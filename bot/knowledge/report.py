"""What is to be looked at in the knowledge: reviews due, loose ends, places that nothing cites."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.entries import Knowledge, months_after, read_yaml
from bot.knowledge.lint import squash
from bot.knowledge.paragraphs import Outline, cited
from store.documents import Section


@dataclass(frozen=True)
class Chapter:
    """How much of one outline is cited.

    Attributes:
        name: document and chapter.
        total: its paragraphs.
        uncited: those that no answer cites, `id: section`.
    """

    name: str
    total: int
    uncited: Sequence[str]


def reviews_due(knowledge: Knowledge, today: date) -> list[str]:
    """Answers whose last look lies further back than their documents allow."""
    return [
        f"{entry.path}: checked on {entry.checked_on}, due since {entry.review_on}"
        for entry in knowledge.entries.values()
        if entry.review_on and entry.review_on <= today
    ]


def parameters_due(rules: Path, today: date) -> list[str]:
    """The same for the figures of the calculators.

    Args:
        rules: the folder of the rules, read as files: `*/parameters/*.yaml`, `documents.yaml`.
        today: the day of the report.
    """
    documents = read_yaml(rules / "documents.yaml")
    due = []
    for path in sorted(rules.glob("*/parameters/*.yaml")):
        figure = read_yaml(path)
        months = documents[figure["reference"]["document"]]["review_months"]
        day = months_after(figure["checked_on"], months)
        if day <= today:
            due.append(f"{path}: checked on {figure['checked_on']}, due since {day}")
    return due


def loose_ends(knowledge: Knowledge) -> list[str]:
    """Answers that offer nothing further: no calculator and no related answer."""
    return [
        f"{entry.path}: no calculator and no related answer"
        for entry in knowledge.entries.values()
        if not entry.calculators and not entry.related
    ]


def coverage(knowledge: Knowledge, outlines: Iterable[Outline]) -> list[Chapter]:
    """Which paragraphs of each chapter no answer cites."""
    known = cited(knowledge)
    return [
        Chapter(
            f"{outline.document}, chapter {outline.chapter}",
            len(outline.paragraphs),
            [
                f"{key}: {section['en']}"
                for key, section in outline.paragraphs.items()
                if (outline.document, key) not in known
            ],
        )
        for outline in outlines
    ]


def uncited_sections(sections: Iterable[Section], knowledge: Knowledge) -> list[str]:
    """Sections of loaded documents that no answer cites, `title: section`.

    A loaded document is known by its title; an answer's section may be the shorter or the longer
    of the two names, as in "rule 3" and "rule 3, gifts".
    """
    places: dict[str, set[str]] = {}
    for entry in knowledge.entries.values():
        for source in entry.sources:
            named = (*source.document.title.values(), *source.document.short.values())
            for title in map(squash, named):
                places.setdefault(title, set()).update(map(squash, source.section.values()))
    return [
        f"{one.title_en}: {one.section}"
        for one in sections
        if not _is_among(
            squash(one.section),
            places.get(squash(one.title_hi), set()) | places.get(squash(one.title_en), set()),
        )
    ]


def _is_among(section: str, places: set[str]) -> bool:
    words = f" {section} "
    return any(words in f" {place} " or f" {place} " in words for place in places if place)


def lines(
    knowledge: Knowledge,
    outlines: Iterable[Outline],
    sections: Iterable[Section],
    *,
    rules: Path,
    today: date,
) -> Iterator[str]:
    """The whole report, ready to print."""
    yield from _part("Answers due for review", reviews_due(knowledge, today))
    yield from _part("Figures of calculators due for review", parameters_due(rules, today))
    yield from _part("Answers that lead nowhere further", loose_ends(knowledge))
    for chapter in coverage(knowledge, outlines):
        done = chapter.total - len(chapter.uncited)
        heading = f"{chapter.name}: {done} of {chapter.total} paragraphs cited"
        yield from [heading, *(f"  {line}" for line in chapter.uncited)]
    yield ""
    yield from _part(
        "Sections of loaded documents that no answer cites", uncited_sections(sections, knowledge)
    )


def _part(heading: str, found: Sequence[str]) -> Iterator[str]:
    yield f"{heading}: {len(found) or 'none'}"
    yield from (f"  {line}" for line in found)
    yield ""

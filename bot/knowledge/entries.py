"""Reads the answers in `data/faq` and the catalogues in `data/knowledge`."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.menu import Menu, read_menu

SCRIPTS = ("hi", "hi-Latn", "en")
LANGUAGES = ("hi", "en")
Words = Mapping[str, str]


class KnowledgeError(ValueError):
    """A file of the knowledge folder cannot be used; the message names file and remedy."""


@dataclass(frozen=True)
class Document:
    """A document that answers rest on, as listed in `data/knowledge/documents.yml`.

    What was compared with it is due for another look after `review_months`.
    """

    id: str
    short: Words
    title: Words
    order: str | None
    date: date | None
    superseded: bool
    review_months: int


@dataclass(frozen=True)
class Source:
    """The place in a document that an answer rests on, and the order that the place quotes.

    `paragraphs` names the places of `data/knowledge/paragraphs` that the answer covers.
    """

    document: Document
    section: Words
    order: Words
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """A part of a sum that the rule speaks of, so that a reader's own sum can be worked out.

    Attributes:
        times: what the sum is multiplied by, as a fraction: "1/2", "2.57".
        words: language → what the result is, such as "half the balance".
    """

    times: str
    words: Words


@dataclass(frozen=True)
class Entry:
    """One answer: the questions that lead to it, its words in both languages, its sources."""

    id: str
    topic: str
    title: Words
    examples: Mapping[str, tuple[str, ...]]
    answer: Words
    sources: tuple[Source, ...]
    checked_on: date
    related: tuple[str, ...]
    calculators: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    worked: tuple[Share, ...]
    path: Path

    @property
    def label(self) -> str:
        """The label that the classifier learns, e.g. `faq/opd_not_cashless`."""
        return f"faq/{self.id}"

    @property
    def review_on(self) -> date | None:
        """The day from which the answer is due for another look; None where it has no source."""
        months = [source.document.review_months for source in self.sources]
        return months_after(self.checked_on, min(months)) if months else None


@dataclass(frozen=True)
class Topic:
    """A topic of the menu: what it covers, and its most asked questions as buttons."""

    id: str
    title: Words
    overview: Words
    featured: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label that the classifier learns for words that name the topic alone."""
        return f"topic/{self.id}"


@dataclass(frozen=True)
class Knowledge:
    """All entries, with the topics and documents that they refer to."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, Topic]
    documents: Mapping[str, Document]
    menu: Menu


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_after(date(2024, 11, 30), 3)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_yaml(path: Path) -> Any:
    """Parses one YAML file.

    Raises:
        KnowledgeError: it is not UTF-8 or not YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read as YAML: {error}") from error


@lru_cache(maxsize=4)
def load_knowledge(root: Path) -> Knowledge:
    """Reads everything under `root` (the project's `data` folder).

    Raises:
        KnowledgeError: a file is malformed, or two entries have one id.
    """
    listed = read_yaml(root / "knowledge" / "documents.yml")
    documents = {
        key: _document(key, {"review_months": listed["review_months"], **raw})
        for key, raw in listed["documents"].items()
    }
    topics = {
        key: Topic(key, raw["title"], raw["overview"], tuple(raw["featured"]))
        for key, raw in read_yaml(root / "knowledge" / "topics.yml")["topics"].items()
    }
    entries: dict[str, Entry] = {}
    for path in sorted((root / "faq").glob("*/*.yml")):
        entry = read_entry(path, documents)
        if entry.id in entries:
            raise KnowledgeError(f"{path}: id {entry.id!r} is taken by {entries[entry.id].path}")
        entries[entry.id] = entry
    menu = read_menu(read_yaml(root / "knowledge" / "menu.yml"))
    return Knowledge(entries, topics, documents, menu)


def read_entry(path: Path, documents: Mapping[str, Document]) -> Entry:
    """Reads one answer.

    Raises:
        KnowledgeError: a field is missing or of the wrong kind, or a document is unknown.
    """
    raw = read_yaml(path)
    try:
        return Entry(
            id=str(raw["id"]),
            topic=str(raw["topic"]),
            title=dict(raw["title"]),
            examples={
                script: tuple(" ".join(str(e).split()) for e in raw["examples"].get(script) or ())
                for script in SCRIPTS
            },
            answer={language: str(text).strip() for language, text in raw["answer"].items()},
            sources=tuple(_source(item, documents) for item in raw.get("source") or ()),
            checked_on=raw["checked_on"],
            related=tuple(raw.get("related") or ()),
            calculators=tuple(raw.get("calculators") or ()),
            valid_from=raw.get("valid_from"),
            valid_until=raw.get("valid_until"),
            worked=tuple(_share(item) for item in raw.get("worked") or ()),
            path=path,
        )
    except KeyError as error:
        raise KnowledgeError(f"{path}: {error} is missing or unknown") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise KnowledgeError(f"{path}: a field is of the wrong kind: {error}") from error


def _source(raw: Mapping[str, Any], documents: Mapping[str, Document]) -> Source:
    return Source(
        documents[raw["document"]],
        _words(raw.get("section")),
        _words(raw.get("order")),
        tuple(raw.get("paragraphs") or ()),
    )


def _share(raw: Mapping[str, Any]) -> Share:
    """A share, once its fraction has been seen to be one.

    Raises:
        ValueError: `times` is no number above 0.
    """
    times = str(raw["times"])
    if Fraction(times) <= 0:
        raise ValueError(f"worked: times {times!r} is not above 0")
    return Share(times, {language: raw["of"][language] for language in LANGUAGES})


def _words(raw: Any) -> Words:
    """Words in both languages; a number or a name that reads the same in both is given once."""
    if isinstance(raw, Mapping):
        return raw
    return {language: str(raw) for language in LANGUAGES} if raw else {}


def _document(key: str, raw: Mapping[str, Any]) -> Document:
    return Document(
        id=key,
        short=raw["short"],
        title=raw["title"],
        order=raw.get("order"),
        date=raw.get("date"),
        superseded=bool(raw.get("superseded", False)),
        review_months=int(raw["review_months"]),
    )

"""Checks every answer before it can be trained: both languages, sources, figures, examples."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.entries import (
    LANGUAGES,
    SCRIPTS,
    Entry,
    Knowledge,
    KnowledgeError,
    load_knowledge,
    read_yaml,
)
from bot.knowledge.paragraphs import load_outlines
from bot.knowledge.plain_words import Plain, load_plain_words, official_words
from bot.knowledge.responses import source_line

FEWEST_EXAMPLES = {"hi": 6, "hi-Latn": 6, "en": 5}
LONGEST_ANSWER = 700
LONGEST_TITLE = 48
TOPICS_WITHOUT_SOURCE = {"assistant"}
RASA_KEYS = {"version", "nlu", "intents", "entities", "slots", "responses", "rules", "stories"}

_DEVANAGARI = re.compile(r"[\u0900-\u097F]")
_LATIN = re.compile(r"[A-Za-z]")
_FIGURE = re.compile(r"\d(?:[\d,.]*\d)?")
_REFERENCE = re.compile(r"https?://\S+|\S+@\S+|[“\"][^”\"]*[”\"]")
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
# No \b: it does not know that a vowel sign belongs to its word.
_LEADING_VERDICT = re.compile(
    r"^\W*(हाँ|हां|नहीं|जी|yes|no|haan|nahin?)(?![\w\u0900-\u097F])", re.IGNORECASE
)


def lint(root: Path) -> list[str]:
    """Returns one line a fault, each naming the file and what to do; empty when all is well."""
    try:
        knowledge, words = load_knowledge(root), load_plain_words(root)
        outlined = {(o.document, key) for o in load_outlines(root) for key in o.paragraphs}
    except KnowledgeError as error:
        return [str(error)]
    if not knowledge.entries:
        return [f"{root / 'faq'}: holds no answers"]
    faults = [
        f"{entry.path}: {fault}"
        for entry in knowledge.entries.values()
        for fault in _entry_faults(entry, knowledge, words, outlined)
    ]
    return [*faults, *_topic_faults(root, knowledge), *_shared_examples(root, knowledge)]


def figures(text: str) -> Counter[str]:
    """The figures in a text, without grouping commas, Devanagari digits read as ASCII.

    >>> sorted(figures("₹5,00,000 तक, ३ माह में"))
    ['3', '500000']
    """
    bare = _REFERENCE.sub(" ", text.translate(_DIGITS))
    return Counter(match.replace(",", "").strip(".") for match in _FIGURE.findall(bare))


def squash(text: str) -> str:
    """An example reduced to its words, so that punctuation and case make no difference."""
    text = unicodedata.normalize("NFC", text.casefold())
    return " ".join(re.findall(r"[\w\u0900-\u097F]+", text))


def _entry_faults(
    entry: Entry, knowledge: Knowledge, words: Plain, outlined: set[tuple[str, str]]
) -> Iterator[str]:
    yield from _shape_faults(entry, knowledge)
    yield from _paragraph_faults(entry, outlined)
    yield from _answer_faults(entry)
    yield from _wording_faults(entry, words)
    yield from _example_faults(entry)


def _shape_faults(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    if entry.id != entry.path.stem:
        yield f"id {entry.id!r} differs from the file's name"
    if entry.topic != entry.path.parent.name:
        yield f"topic {entry.topic!r} differs from the folder's name"
    if entry.topic not in knowledge.topics:
        yield f"topic {entry.topic!r} is not in data/knowledge/topics.yml"
    if RASA_KEYS & set(read_yaml(entry.path)):
        yield "uses one of Rasa's own top-level keys"
    if not entry.sources and entry.topic not in TOPICS_WITHOUT_SOURCE:
        yield "has no source"
    for other in entry.related:
        if other not in knowledge.entries:
            yield f"related entry {other!r} does not exist"
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        yield "valid_from lies after valid_until"


def _paragraph_faults(entry: Entry, outlined: set[tuple[str, str]]) -> Iterator[str]:
    for source in entry.sources:
        for key in source.paragraphs:
            if (source.document.id, key) not in outlined:
                yield f"paragraph {key!r} is in no outline of data/knowledge/paragraphs"


def _topic_faults(root: Path, knowledge: Knowledge) -> Iterator[str]:
    for topic in knowledge.topics.values():
        for key in topic.featured:
            if key not in knowledge.entries:
                yield f"data/knowledge/topics.yml: {topic.id}: no entry {key!r}"
    offered = Counter(knowledge.menu.topics())
    for key in knowledge.topics:
        if offered[key] != 1:
            yield f"data/knowledge/menu.yml: topic {key!r} stands there {offered[key]} times"
    for key in offered.keys() - knowledge.topics.keys():
        yield f"data/knowledge/menu.yml: topic {key!r} is not in data/knowledge/topics.yml"
    for label in dict.fromkeys(label for _, label in _task_examples(root)):
        base, _, key = label.partition("/")
        if base == "topic" and key not in knowledge.topics:
            yield f"data/nlu: examples of {label}, but no such topic in data/knowledge/topics.yml"


def _answer_faults(entry: Entry) -> Iterator[str]:
    for language in LANGUAGES:
        if not entry.answer.get(language) or not entry.title.get(language):
            yield f"title or answer is missing in {language!r}"
            return
        text = entry.answer[language]
        length = len(text) + 1 + len(source_line(entry, language))
        if length > LONGEST_ANSWER:
            yield (
                f"the {language} answer with its source line has {length} characters,"
                f" {LONGEST_ANSWER} at most"
            )
        if len(entry.title[language]) > LONGEST_TITLE:
            yield f"the {language} title is longer than {LONGEST_TITLE} characters"
        if "{" in text or "}" in text:
            yield f"the {language} answer holds a brace, which Rasa reads as a slot"
        if _LEADING_VERDICT.match(text):
            yield f"the {language} answer begins with yes or no; state the fact instead"
    if _DEVANAGARI.search(entry.answer["en"]):
        yield "the English answer holds Devanagari"
    hindi = _REFERENCE.sub(" ", entry.answer["hi"])
    if len(_DEVANAGARI.findall(hindi)) < len(_LATIN.findall(hindi)):
        yield "the Hindi answer holds more Latin than Devanagari"
    if (hi := figures(entry.answer["hi"])) != (en := figures(entry.answer["en"])):
        yield f"figures differ: only in Hindi {sorted(hi - en)}, only in English {sorted(en - hi)}"


def _wording_faults(entry: Entry, words: Plain) -> Iterator[str]:
    text = f"{entry.title.get('hi', '')}\n{entry.answer.get('hi', '')}"
    # What an order or a form says word by word stands in quotation marks.
    for word, plain in dict.fromkeys(official_words(_REFERENCE.sub(" ", text), words)):
        yield f"official Hindi {word!r}; write {plain}"


def _example_faults(entry: Entry) -> Iterator[str]:
    for script in SCRIPTS:
        texts = entry.examples[script]
        if len(texts) < FEWEST_EXAMPLES[script]:
            yield f"{len(texts)} examples in {script!r}, at least {FEWEST_EXAMPLES[script]} needed"
        for text in texts:
            if (script == "hi") != bool(_DEVANAGARI.search(text)):
                yield f"example {text!r} is not written in script {script!r}"


def _shared_examples(root: Path, knowledge: Knowledge) -> Iterator[str]:
    """An example may lead to one answer or task only."""
    owners: dict[str, str] = {}
    claims = [
        (text, entry.label)
        for entry in knowledge.entries.values()
        for texts in entry.examples.values()
        for text in texts
    ]
    for text, label in [*claims, *_task_examples(root)]:
        owner = owners.setdefault(squash(text), label)
        if owner != label:
            yield f"{label}: example {text!r} is claimed by {owner} too"


def _task_examples(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "nlu").glob("*.yml")):
        for block in (read_yaml(path) or {}).get("nlu") or ():
            for line in str(block.get("examples", "")).splitlines():
                if text := line.strip().removeprefix("-").strip():
                    yield text, str(block.get("intent", block))

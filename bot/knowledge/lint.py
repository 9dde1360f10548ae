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
from bot.knowledge.faults import Fault, fault
from bot.knowledge.paragraphs import load_outlines
from bot.knowledge.plain_words import Plain, load_plain_words, official_words
from bot.knowledge.responses import source_line

FEWEST_EXAMPLES = {"hi": 6, "hi-Latn": 6, "en": 5}
LONGEST_ANSWER = 700
LONGEST_TITLE = 48
TOPICS_WITHOUT_SOURCE = {"assistant"}
_TOPICS, _MENU = "data/knowledge/topics.yml", "data/knowledge/menu.yml"
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
    return [str(found) for found in find_faults(root)]


def find_faults(root: Path) -> list[Fault]:
    """All faults of the answers under `root` (the project's `data` folder)."""
    try:
        knowledge, words = load_knowledge(root), load_plain_words(root)
        outlined = {(o.document, key) for o in load_outlines(root) for key in o.paragraphs}
    except KnowledgeError as error:
        return [fault("unreadable", detail=error)]
    if not knowledge.entries:
        return [fault("no_answers").at(root / "faq")]
    faults = [
        found.at(entry.path)
        for entry in knowledge.entries.values()
        for found in _entry_faults(entry, knowledge, words, outlined)
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
) -> Iterator[Fault]:
    yield from _shape_faults(entry, knowledge)
    yield from _paragraph_faults(entry, outlined)
    yield from _answer_faults(entry)
    yield from _wording_faults(entry, words)
    yield from _example_faults(entry)


def _shape_faults(entry: Entry, knowledge: Knowledge) -> Iterator[Fault]:
    if entry.id != entry.path.stem:
        yield fault("id_differs", id=entry.id)
    if entry.topic != entry.path.parent.name:
        yield fault("topic_differs", topic=entry.topic)
    if entry.topic not in knowledge.topics:
        yield fault("topic_unknown", topic=entry.topic)
    if RASA_KEYS & set(read_yaml(entry.path)):
        yield fault("rasa_key")
    if not entry.sources and entry.topic not in TOPICS_WITHOUT_SOURCE:
        yield fault("no_source")
    for other in entry.related:
        if other not in knowledge.entries:
            yield fault("related_unknown", other=other)
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        yield fault("dates_reversed")


def _paragraph_faults(entry: Entry, outlined: set[tuple[str, str]]) -> Iterator[Fault]:
    for source in entry.sources:
        for key in source.paragraphs:
            if (source.document.id, key) not in outlined:
                yield fault("paragraph_unknown", key=key)


def _topic_faults(root: Path, knowledge: Knowledge) -> Iterator[Fault]:
    for topic in knowledge.topics.values():
        for key in topic.featured:
            if key not in knowledge.entries:
                yield fault("featured_unknown", topic=topic.id, key=key).at(_TOPICS)
    offered = Counter(knowledge.menu.topics())
    for key in knowledge.topics:
        if offered[key] != 1:
            yield fault("topic_places", key=key, count=offered[key]).at(_MENU)
    for key in offered.keys() - knowledge.topics.keys():
        yield fault("menu_topic_unknown", key=key).at(_MENU)
    for label in dict.fromkeys(label for _, label in _task_examples(root)):
        base, _, key = label.partition("/")
        if base == "topic" and key not in knowledge.topics:
            yield fault("label_unknown", label=label).at("data/nlu")


def _answer_faults(entry: Entry) -> Iterator[Fault]:
    for language in LANGUAGES:
        if not entry.answer.get(language) or not entry.title.get(language):
            yield fault("missing", language=language)
            return
        text = entry.answer[language]
        length = len(text) + 1 + len(source_line(entry, language))
        if length > LONGEST_ANSWER:
            yield fault("too_long", language=language, length=length, most=LONGEST_ANSWER)
        if len(entry.title[language]) > LONGEST_TITLE:
            yield fault("title_long", language=language, most=LONGEST_TITLE)
        if "{" in text or "}" in text:
            yield fault("brace", language=language)
        if _LEADING_VERDICT.match(text):
            yield fault("verdict", language=language)
    if _DEVANAGARI.search(entry.answer["en"]):
        yield fault("english_devanagari")
    hindi = _REFERENCE.sub(" ", entry.answer["hi"])
    if len(_DEVANAGARI.findall(hindi)) < len(_LATIN.findall(hindi)):
        yield fault("hindi_latin")
    yield from _figure_faults(entry)


def _figure_faults(entry: Entry) -> Iterator[Fault]:
    said = [("figures_differ", entry.answer)]
    said += [("share_figures_differ", share.words) for share in entry.worked]
    for code, words in said:
        hi, en = figures(words["hi"]), figures(words["en"])
        if hi != en:
            yield fault(code, hindi=sorted(hi - en), english=sorted(en - hi))


def _wording_faults(entry: Entry, words: Plain) -> Iterator[Fault]:
    text = f"{entry.title.get('hi', '')}\n{entry.answer.get('hi', '')}"
    # What an order or a form says word by word stands in quotation marks.
    for word, plain in dict.fromkeys(official_words(_REFERENCE.sub(" ", text), words)):
        yield fault("official_word", word=word, plain=plain)


def _example_faults(entry: Entry) -> Iterator[Fault]:
    for script in SCRIPTS:
        texts = entry.examples[script]
        if len(texts) < FEWEST_EXAMPLES[script]:
            yield fault(
                "few_examples", count=len(texts), script=script, least=FEWEST_EXAMPLES[script]
            )
        for text in texts:
            if (script == "hi") != bool(_DEVANAGARI.search(text)):
                yield fault("wrong_script", text=text, script=script)


def _shared_examples(root: Path, knowledge: Knowledge) -> Iterator[Fault]:
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
            yield fault("claimed", text=text, owner=owner).at(label)


def _task_examples(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "nlu").glob("*.yml")):
        for block in (read_yaml(path) or {}).get("nlu") or ():
            for line in str(block.get("examples", "")).splitlines():
                if text := line.strip().removeprefix("-").strip():
                    yield text, str(block.get("intent", block))

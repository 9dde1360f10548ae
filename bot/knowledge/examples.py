"""Every example that the classifier learns from, with its label and script, without Rasa."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.entries import Entry, load_knowledge, read_yaml

TASK = "task"
TOPIC = "topic/"
TITLE = "title"
#: A sentence of an answer: teaches the answer's words but is nothing that anyone types.
ANSWER = "answer"

# No sentence ends inside a number, or after an initial or an abbreviation of one letter.
_SENTENCE_END = re.compile(
    r"(?<=[\w\u0900-\u097F)%\"”][.।?!])\s+(?=[^\W\d_a-z]|[\u0900-\u097F₹“\"])|\n+"
)
_SHORTEST_SENTENCE = 3  # words
SHORTEST_OPENING = 25  # characters; "It depends on the sum." says nothing yet
# A point after one of these ends no sentence (GO no. 19, S.R. Biswas); in Hindi it never does.
_ABBREVIATION = re.compile(r"(?:(?<![^\W_])(?:[A-Z]|[Nn]os?|Dr|Pt|Pvt|vs?)|[\u0900-\u097F])\.$")


class LabelledText(NamedTuple):
    """One example.

    Attributes:
        text: what somebody types.
        label: `faq/<id>` for an answer, else the intent's name.
        group: script of an answer's example, `title` for its title, `answer` for a sentence of
            it, `task` for the rest.
        path: the file that holds it.
    """

    text: str
    label: str
    group: str
    path: Path


def read_examples(root: Path) -> list[LabelledText]:
    """The examples under `root` (the project's `data` folder), each text of a label once.

    Words that name a topic are looked up, not learnt, and are left out.

    Raises:
        KnowledgeError: a file is malformed.
    """
    found: dict[tuple[str, str], LabelledText] = {}
    for example in (*_of_answers(root), *_of_tasks(root)):
        found.setdefault((example.text, example.label), example)
    return list(found.values())


def _of_answers(root: Path) -> Iterator[LabelledText]:
    for entry in load_knowledge(root).entries.values():
        for title in entry.title.values():
            yield LabelledText(title, entry.label, TITLE, entry.path)
        for script, texts in entry.examples.items():
            for text in texts:
                yield LabelledText(text, entry.label, script, entry.path)
        for sentence in sentences(entry):
            yield LabelledText(sentence, entry.label, ANSWER, entry.path)


def sentences(entry: Entry) -> list[str]:
    """The sentences of an answer in both languages, without the shortest."""
    split = [s.strip() for text in entry.answer.values() for s in _SENTENCE_END.split(text)]
    return [s for s in split if len(s.split()) >= _SHORTEST_SENTENCE]


def opening(entry: Entry, language: str) -> str:
    """The first sentence of an answer; the whole answer where it only announces a list."""
    text = entry.answer[language]
    for match in _SENTENCE_END.finditer(text):
        first = text[: match.start()].strip()
        is_open = first.count("(") > first.count(")") or bool(_ABBREVIATION.search(first))
        if len(first) >= SHORTEST_OPENING and not is_open:
            return text if first.endswith(":") else first
    return text


def _of_tasks(root: Path) -> Iterator[LabelledText]:
    for path in sorted((root / "nlu").glob("*.yml")):
        for block in (read_yaml(path) or {}).get("nlu") or ():
            for line in str(block.get("examples", "")).splitlines() if "intent" in block else ():
                text = line.strip().removeprefix("-").strip()
                if text and not str(block["intent"]).startswith(TOPIC):
                    yield LabelledText(text, str(block["intent"]), TASK, path)

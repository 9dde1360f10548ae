"""The answers as search sees them: kept in the model, offered as buttons."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_RESPONSE_KEY,
    METADATA,
    METADATA_EXAMPLE,
    METADATA_INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.examples import ANSWER
from bot.knowledge.search.index import Index
from bot.knowledge.search.tokens import tokens

_FILE = "answers.json"


@dataclass(frozen=True)
class Answer:
    """An answer's label (`faq/…`), its title by language, and the words it is found by."""

    label: str
    title: Mapping[str, str]
    words: tuple[str, ...]


class Answers:
    """All answers, with their index."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        """Builds the index."""
        self.all = list(answers)
        self.index = Index([answer.words for answer in self.all])

    @classmethod
    def of(cls, messages: Iterable[Message]) -> "Answers":
        """From training examples: titles, and the sentences of the answers themselves."""
        titles: dict[str, Mapping[str, str]] = {}
        texts: dict[str, list[str]] = {}
        for message in messages:
            label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
            metadata: Mapping[str, Any] = message.get(METADATA) or {}
            title = (metadata.get(METADATA_INTENT) or {}).get("title")
            if label and title and label not in titles:
                titles[label] = dict(title)
                texts[label] = list(title.values())
            if (metadata.get(METADATA_EXAMPLE) or {}).get("script") == ANSWER and label in texts:
                texts[label].append(str(message.get(TEXT)))
        return cls(
            Answer(label, title, tuple(tokens("\n".join(texts[label]))))
            for label, title in titles.items()
        )

    def save(self, folder: Path) -> None:
        """Writes titles and words."""
        rows = [[one.label, dict(one.title), " ".join(one.words)] for one in self.all]
        (folder / _FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Answers":
        """Reads what was saved."""
        rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(Answer(label, title, tuple(words.split())) for label, title, words in rows)

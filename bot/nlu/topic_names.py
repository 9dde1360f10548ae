"""Words that name a topic and nothing else, such as "chutti" or "GPF ke niyam", open its page.

They are looked up, as they sound and in any order, rather than learnt: a label that knows only the
commonest word of a topic draws questions away from the answers.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.nlu.features import folded_words, normalise

#: What the labels of topics begin with, as in `topic/leave`.
TOPIC = "topic/"
_FILE = "topics.json"

Words = frozenset[str]


class TopicNames:
    """The words of a message, all of them → the label of the topic that they name."""

    def __init__(self, labels: Mapping[Words, str]) -> None:
        """Put together from what was saved; use `fit` or `load`."""
        self._labels = dict(labels)

    @classmethod
    def fit(
        cls, names: Iterable[tuple[str, str]], questions: Iterable[tuple[str, str]]
    ) -> "TopicNames":
        """Collect the names.

        Args:
            names: (text, label) of words that name a topic.
            questions: (text, label) of all other examples; what sounds the same as one of them
                is a question, whatever it names besides.
        """
        taken = {words_of(text) for text, _ in questions}
        found = ((words_of(text), label) for text, label in names)
        return cls({words: label for words, label in found if words and words not in taken})

    def find(self, text: str) -> str | None:
        """The topic's label, or None when the message says more or something else."""
        return self._labels.get(words_of(text))

    def save(self, folder: Path) -> None:
        """Write them as JSON."""
        rows = [[sorted(words), label] for words, label in self._labels.items()]
        (folder / _FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "TopicNames":
        """Read what was saved."""
        rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls({frozenset(words): label for words, label in rows})


def words_of(text: str) -> Words:
    """The words of a message as they sound.

    >>> words_of("छुट्टी के नियम") == words_of("chhutti ke niyam")
    True
    """
    return frozenset(folded_words(normalise(text)))

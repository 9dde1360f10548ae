"""What the lint finds, in both languages: the words stand in faults.yml beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_WORDS = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        code: key in faults.yml.
        values: what stands in its sentence.
        path: the file, or what else is at fault (a label, a file of data/knowledge).
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""

    def at(self, path: object) -> "Fault":
        """The same fault, of this file."""
        return Fault(self.code, self.values, str(path))

    def say(self, language: str) -> str:
        """The sentence without the file.

        >>> Fault("no_source").say("en")
        'has no source'
        """
        return _words()[self.code][language].format(**self.values)

    def __str__(self) -> str:
        """File and English sentence in one line."""
        return f"{self.path}: {self.say('en')}" if self.path else self.say("en")


def fault(code: str, **values: Any) -> Fault:
    """A fault whose file is not known yet."""
    return Fault(code, values)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return words

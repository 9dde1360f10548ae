"""The project's answers as files: read once, and again when a file has changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from console.curation import yaml_text

ID = re.compile(r"[a-z][a-z0-9_]{2,79}")
OUT_OF_SCOPE = "data/nlu/curated_out_of_scope.yml"


@dataclass(frozen=True)
class AnswerFile:
    """One answer as its file says it: `path` from the project's folder."""

    path: str
    text: str
    entry: dict[str, Any]

    @property
    def id(self) -> str:
        """Of the answer."""
        return str(self.entry.get("id", ""))


class Answers:
    """All answers of a project."""

    def __init__(self, project: Path) -> None:
        self.project = project

    def path_of(self, topic: str, answer_id: str) -> str:
        """Where an answer's file is, or would be."""
        return f"data/faq/{topic}/{answer_id}.yml"

    def find(self, answer_id: str) -> AnswerFile | None:
        """One answer; None where there is none."""
        if not ID.fullmatch(answer_id):
            return None
        paths = sorted((self.project / "data" / "faq").glob(f"*/{answer_id}.yml"))
        return self._read(paths[0]) if paths else None

    def all(self) -> list[AnswerFile]:
        """All that can be read, by their paths; the lint tells of the others."""
        paths = sorted((self.project / "data" / "faq").glob("*/*.yml"))
        return [found for found in map(self._read, paths) if found is not None]

    def search(self, words: str) -> list[AnswerFile]:
        """Answers whose id or title holds all of these words."""
        wanted = words.casefold().split()
        return [one for one in self.all() if all(word in _searched(one) for word in wanted)]

    def topics(self) -> dict[str, dict[str, str]]:
        """Topic → its title in both languages."""
        return {key: raw["title"] for key, raw in self._catalogue("topics").items()}

    def documents(self) -> dict[str, dict[str, str]]:
        """Document → its short name in both languages."""
        return {key: raw["short"] for key, raw in self._catalogue("documents").items()}

    def text(self, path: str) -> str:
        """A file of the project, empty where there is none."""
        file = self.project / path
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def _catalogue(self, name: str) -> dict[str, Any]:
        path = self.project / "data" / "knowledge" / f"{name}.yml"
        return dict(_catalogue(path, path.stat().st_mtime_ns)[name])

    def _read(self, path: Path) -> AnswerFile | None:
        try:
            text, entry = _parsed(path, path.stat().st_mtime_ns)
        except (OSError, ValueError):
            return None
        return AnswerFile(path.relative_to(self.project).as_posix(), text, entry)


def examples_of(entry: dict[str, Any]) -> Iterable[str]:
    """All examples, of whatever script."""
    for texts in (entry.get("examples") or {}).values():
        yield from texts or ()


def _searched(one: AnswerFile) -> str:
    titles = (one.entry.get("title") or {}).values()
    return " ".join([one.id.replace("_", " "), one.id, *map(str, titles)]).casefold()


@lru_cache(maxsize=4_000)
def _parsed(path: Path, _: int) -> tuple[str, dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    return text, yaml_text.parse(text)


@lru_cache(maxsize=16)
def _catalogue(path: Path, _: int) -> dict[str, Any]:
    return yaml_text.parse(path.read_text(encoding="utf-8"))

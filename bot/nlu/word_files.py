"""Reading the word lists in `words/`."""

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def read_lines(name: str) -> Iterator[list[str]]:
    """The words of each line of `words/<name>.txt`, without comments and blank lines."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words:
            yield words

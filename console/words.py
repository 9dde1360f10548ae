"""Every sentence of the pages, from `strings/*.yml`: one file a sub-package, `{hi, en}` leaves."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "strings"
LANGUAGES = ("hi", "en")


@cache
def strings() -> dict[str, Any]:
    """All files: `calls.yml` with `title: {hi, en}` gives `{"calls": {"title": {...}}}`."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.yml"))
    }


def both(key: str) -> dict[str, str]:
    """A sentence in both languages.

    Args:
        key: file, section and name with dots: `calls.errors.no_mobile`.

    Raises:
        KeyError: there is no such sentence.
    """
    node: Any = strings()
    for part in key.split("."):
        if not isinstance(node, dict) or part not in node:
            raise KeyError(f"no sentence {key!r} in {FOLDER}")
        node = node[part]
    if not isinstance(node, dict) or set(node) != set(LANGUAGES):
        raise KeyError(f"{key!r} is not a sentence in both languages")
    return node


def say(key: str, language: str, **values: Any) -> str:
    """A sentence in one language, with `{name}` replaced by `values["name"]`."""
    text = str(both(key)[language])
    return text.format(**values) if values else text

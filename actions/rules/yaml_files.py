"""Reads the package's YAML files, each once, with the fast C loader."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_yaml(path: Path) -> Any:
    """The file's content; treat it as read-only, every caller gets the same object."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506  (a safe loader)

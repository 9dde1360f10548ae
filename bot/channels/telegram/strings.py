"""Every sentence the Telegram channel itself says, from `strings.yml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("strings.yml")


@cache
def strings() -> dict[str, Any]:
    """All sentences; each leaf is `{"hi": ..., "en": ...}`."""
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def say(key: str, language: str | None, **fields: object) -> str:
    """One sentence, in English for `en` and in Hindi for anyone else.

    >>> say("kept", "en")
    'All right, nothing was erased.'
    """
    text: str = strings()[key]["en" if language == "en" else "hi"]
    return text.format(**fields) if fields else text

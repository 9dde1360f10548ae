"""Every sentence the gateway itself says, from `strings.yml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("strings.yml")


@cache
def strings() -> dict[str, Any]:
    """Sections `errors` and `replies`; each leaf is `{"hi": ..., "en": ...}`."""
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def say(code: str, language: str | None = None) -> str:
    """A reply of the gateway in both languages, the asker's own first.

    Args:
        code: key under `replies`.
        language: `hi`, `en`, `hinglish`, or None when unknown.
    """
    both = strings()["replies"][code]
    order = ("en", "hi") if language == "en" else ("hi", "en")
    return "\n".join(both[one] for one in order)

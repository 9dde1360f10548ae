"""Why a document was not loaded, and what to do about it, in both languages."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml


class DocumentRefused(Exception):
    """The document cannot be loaded.

    Args:
        code: key of the explanation in `wording.yml`.
        fields: what is filled into it.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(say("en", code, **fields))
        self.code = code
        self.fields = fields

    @property
    def message(self) -> Mapping[str, str]:
        """The explanation by language: `en` and `hi`."""
        return {language: say(language, self.code, **self.fields) for language in ("en", "hi")}


def say(language: str, code: str, **fields: object) -> str:
    """A phrase of `wording.yml`.

    >>> say("en", "unknown_id", id=7)
    'There is no document 7; `python -m bot documents list` shows the numbers.'
    """
    return _phrases()[code][language].strip().format(**fields)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("wording.yml")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded

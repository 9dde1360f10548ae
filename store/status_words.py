"""How an application stands, in words: `status_words.yml` says each thing in both languages."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("hi", "en")


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, Mapping[str, str]]:
    """All of them: key → language → text with `{fields}`."""
    path = Path(__file__).with_name("status_words.yml")
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def say(key: str, language: str, **fields: object) -> str:
    """One of them with its fields filled in.

    Raises:
        KeyError: the key, its language or one of its fields is missing.

    >>> say("state_returned", "en")
    'returned for correction'
    """
    return sentences()[key][language].format(**fields)


def state(kind: str, detail: str | None, language: str) -> str:
    """A state, with the portal's message where it has one.

    >>> state("ekyc_failed", "updation_failed", "en")
    'eKYC failed: “Beneficiary eKYC Updation failed”'
    """
    words = say(f"state_{kind}", language)
    has_message = kind == "ekyc_failed" and f"ekyc_{detail}" in sentences()
    return f"{words}: {say(f'ekyc_{detail}', language)}" if has_message else words


def next_step(code: str, approver_role: str, language: str) -> str:
    """What the person does next, with its source; `approver_role` is DDO or TO."""
    return say(f"next_{code}", language, role=approver_role)

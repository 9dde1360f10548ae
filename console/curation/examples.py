"""Messages as examples: without tokens, under their script, compared as the lint compares them."""

import re

_TOKEN = re.compile(r"\[[a-z_]+(?:#\d+)?\]")
_DEVANAGARI = re.compile(r"[\u0900-\u097F]")


def as_example(text: str) -> str:
    """A message without tokens, which stand for what only one person has."""
    return " ".join(_TOKEN.sub(" ", text).split()).lstrip("-# ")


def script_of(text: str, language: str) -> str:
    """Under which script an example stands.

    >>> script_of("पेंशन कब", "hinglish"), script_of("pension kab", "hinglish")
    ('hi', 'hi-Latn')
    """
    if _DEVANAGARI.search(text):
        return "hi"
    return "en" if language == "en" else "hi-Latn"


def squash(text: str) -> str:
    """A text reduced to its words, as the lint compares examples."""
    return " ".join(re.findall(r"[\w\u0900-\u097F]+", text.casefold()))

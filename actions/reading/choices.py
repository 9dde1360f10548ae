"""Which of the allowed answers a message names."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from actions.reading.denial import denies, denies_before, denies_behind
from actions.reading.mentions import Mentions
from actions.reading.message import Message
from actions.reading.spelling import words_of
from actions.reading.word_lists import listed
from actions.rules.choices import Choice
from actions.rules.inputs import Input

NAMING_KINDS = ("relation", "marital_status", "gender", "care", "institution", "district")
PLACE = "city"  # the free text that a district may answer
NOTHING = "none"  # the code of the answer that there is nothing
SHORTEST_STEM = 4  # characters of a name that may go on with an ending
SHORTEST_FUZZY = 7
_STOP = re.compile(r"[,;।?!\n]|\.\s")
LOOSE = 2  # other words that may stand between the words of a name


def read_choices(
    message: Message, mentions: Mentions, inputs: Sequence[Input], asked: str | None
) -> dict[str, Any]:
    """The choices, and names of places, that the message gives, by input."""
    found: dict[str, Any] = {}
    button = next((e["value"] for e in message.entities if e["entity"] == "value"), None)
    for field in inputs:
        if field.kind not in ("choice", "text"):
            continue
        if button is not None and field.name == asked:
            value = button
        elif field.kind == "choice":
            value = _choice(message, mentions, field, is_asked=field.name == asked)
        else:
            value = _place(message) if field.name == PLACE else None
        if value is not None:
            found[field.name] = value
    return found


def _choice(message: Message, mentions: Mentions, field: Input, *, is_asked: bool) -> Any:
    named = _named(message, mentions, field)
    if named is not None:
        return named
    is_meant = is_asked or bool(mentions.of(field))
    code = None
    if _is_readable(field, is_meant):
        code = match_choice(message.text, field.choices, is_meant=is_meant, is_asked=is_asked)
    return code or _pointed_at(mentions, field)


def _is_readable(field: Input, is_meant: bool) -> bool:
    """Whether its words may be looked for.

    An optional choice with cues has words that are said of other things, too ("department", "no");
    so only where a cue, or the question, is about it.
    """
    return is_meant or not field.cues or field.required != "never"


def _named(message: Message, mentions: Mentions, field: Input) -> Any:
    """What the grammar found by itself: a relation, a kind of hospital, a district.

    What is only part of another input's name, such as the SGPGI of "SGPGI rate", does not count.
    """
    codes = {choice.code for choice in field.choices}
    named = None
    for entity in message.entities:
        kind, value = entity["entity"], entity.get("value")
        if kind not in NAMING_KINDS or mentions.is_part_of_another(entity, field):
            continue
        if value in codes or (kind == field.name and field.accepts_words):
            named = value
        elif entity.get(field.name) in codes:
            named = entity[field.name]
    return named


def _place(message: Message) -> Any:
    return next((e["value"] for e in message.entities if e["entity"] == "district"), None)


def _pointed_at(mentions: Mentions, field: Input) -> str | None:
    """A cue that itself says that there is none of it: "pehle koi advance nahi liya"."""
    if all(choice.code != NOTHING for choice in field.choices):
        return None
    denied = any(mentions.is_denied(mention) for mention in mentions.of(field))
    return NOTHING if denied else None


def match_choice(
    text: str, choices: Sequence[Choice], *, is_meant: bool = True, is_asked: bool = True
) -> str | None:
    """The code of the choice whose words stand in the text; the longest match decides.

    Args:
        text: the message.
        choices: the allowed answers.
        is_meant: the message is known to be about this input, so that a vague word such as
            "other" counts too.
        is_asked: it was the question, so that a letter or a figure counts too.

    Returns:
        None when no choice is named, or two are named equally well.
    """
    clauses = _clauses(text)
    scores: dict[str, float] = {}
    for choice in choices:
        names = (*choice.words, *choice.title.values(), choice.code.replace("_", " "))
        scores[choice.code] = max(
            (
                _match(keys, name, is_meant)
                for name in names
                if is_asked or _is_telling(name)
                for keys in clauses
            ),
            default=0,
        )
    ranked = sorted(scores, key=lambda code: -scores[code])
    if not ranked or scores[ranked[0]] == 0:
        return None
    if len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]:
        return None
    return ranked[0]


def _clauses(text: str) -> list[list[str]]:
    """The words between two stops; a figure keeps its commas."""
    found: list[list[str]] = [[]]
    behind = 0
    for word in words_of(text):
        if _STOP.search(text[behind : word.start]):
            found.append([])
        found[-1].append(word.key)
        behind = word.end
    return found


def _is_telling(name: str) -> bool:
    """Whether a name says by itself what it is; a letter or a figure answers only a question."""
    return len(name) > 1 and not name.isdigit()


def _match(keys: Sequence[str], name: str, is_meant: bool) -> float:
    """How well a name stands in a clause: its length, less for endings, order and slips; or 0."""
    words = _words_of(name)
    if not words or (not is_meant and all(word in listed("vague") for word in words)):
        return 0
    length, line, sought = len(" ".join(words)), " ".join(keys), " ".join(words)
    whole = _places(keys, words)
    if whole:
        return length if any(not _is_denied(keys, i, len(words)) for i in whole) else 0
    if len(words[-1]) >= SHORTEST_STEM and f" {sought}" in f" {line}":
        return length * 0.95  # पेंशनर in पेंशनरों, pension in pensioners
    if set(words) <= set(keys) and any(
        set(words) <= set(keys[i : i + len(words) + LOOSE]) for i in range(len(keys))
    ):
        return length * 0.9
    if SHORTEST_FUZZY <= length <= len(line) and fuzz.partial_ratio(sought, line) >= 90:
        return length * 0.8
    return 0


@lru_cache(maxsize=8192)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.key for word in words_of(name))


def _places(keys: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(words)
    if words[0] not in keys:
        return []
    return [i for i in range(len(keys) - size + 1) if list(keys[i : i + size]) == list(words)]


def _is_denied(keys: Sequence[str], first: int, size: int) -> bool:
    """Whether a word right beside it says that it is not so: "permanent nahi", "not permanent"."""
    end = first + size
    if denies(keys[first:end]):
        return False  # the name itself denies: "list me nahi"
    end += end < len(keys) and keys[end] in listed("between_behind")
    first -= first > 0 and keys[first - 1] in listed("between_before")
    is_last = end + 1 == len(keys)
    is_denied_behind = end < len(keys) and denies_behind(keys, end, is_last=is_last)
    return is_denied_behind or (first > 0 and denies_before(keys[first - 1]))

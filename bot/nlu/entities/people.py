"""Relatives, marital status and gender."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.phrases import Phrases
from bot.nlu.entities.sentence import Sentence

# Like a relation only after folding: "ma" is chat Hindi for "me", patti is a bandage.
_OTHER_WORDS = frozenset({"ma", "patti", "pattee"})


@cache
def _relations() -> Phrases[tuple[str, str]]:
    listed = vocabulary.read("people")["relations"]
    return Phrases(
        (phrase, (code, gender))
        for code, by_gender in listed.items()
        for gender, phrases in by_gender.items()
        for phrase in _as_list(phrases)
    )


@cache
def _coded(name: str) -> Phrases[str]:
    listed = vocabulary.read("people")[name]
    return Phrases((phrase, code) for code, phrases in listed.items() for phrase in phrases)


@cache
def _words(name: str) -> frozenset[str]:
    listed = vocabulary.read("people")[name]
    return vocabulary.keys(listed if isinstance(listed, str) else " ".join(listed))


def relations(sentence: Sentence) -> Iterator[Entity]:
    """Relatives as codes of the calculators.

    `extra["gender"]` tells wife from husband; `extra["ambiguous"]` lists the codes that a
    general word (bachche, parents) may stand for.
    """
    may_be = vocabulary.read("people")["ambiguous"]
    for first, end, (code, gender) in _relations().find(sentence):
        if not _is_family(sentence, first, end):
            continue
        extra: dict[str, Any] = {} if gender == "any" else {"gender": gender}
        extra |= {"ambiguous": may_be[code]} if code in may_be else {}
        yield sentence.entity("relation", code, first, end, **extra)


def relation_at(sentence: Sentence, index: int) -> bool:
    """Whether a relative is named at piece `index`."""
    return sentence.raw(index) not in _OTHER_WORDS and _relations().at(sentence, index) is not None


def marital_statuses(sentence: Sentence) -> Iterator[Entity]:
    """Unmarried, married, divorced, abandoned, widowed."""
    return _plain(sentence, "marital_status", _coded("marital").find(sentence))


def genders(sentence: Sentence) -> Iterator[Entity]:
    """Male or female."""
    return _plain(sentence, "gender", _coded("gender").find(sentence))


def _plain(
    sentence: Sentence, kind: str, hits: Iterable[tuple[int, int, str]]
) -> Iterator[Entity]:
    for first, end, code in hits:
        yield sentence.entity(kind, code, first, end)


def _is_family(sentence: Sentence, first: int, end: int) -> bool:
    if end - first > 1:
        return True
    if sentence.raw(first) in _OTHER_WORDS or sentence.key(first - 1) in _words("not_family"):
        return False
    if sentence.key(first) not in _words("vocative") or sentence.is_all(first, end):
        return True
    is_counted = first > 0 and sentence.pieces[first - 1].figure is not None
    is_owned = sentence.key(first - 1) in _words("possessive")
    return is_counted or is_owned or sentence.key(end) in _words("case")


def _as_list(phrases: str | list[str]) -> list[str]:
    """A line of words, with a hyphen where a phrase has a space, or a list of phrases."""
    return phrases.split() if isinstance(phrases, str) else phrases

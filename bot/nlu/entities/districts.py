"""The districts of Uttar Pradesh in any spelling, both scripts, with their older names."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.phrases import Phrases
from bot.nlu.entities.sentence import Sentence
from bot.nlu.entities.spelling import fold

_FILE = Path(__file__).with_name("districts.yml")
# Letters a folded name must have before one slip, or two, may be forgiven.
_ONE_SLIP, _TWO_SLIPS = 6, 10
_ONE_SLIP_DEVANAGARI, _TWO_SLIPS_DEVANAGARI = 7, 10
_SHORT_MESSAGE = 2


class _Gazetteer(NamedTuple):
    names: Phrases[str]
    ambiguous: dict[str, list[str]]
    long_names: dict[str, dict[str, str]]  # first letter → folded name → district
    guarded: frozenset[str]
    words: dict[str, frozenset[str]]


@cache
def _gazetteer() -> _Gazetteer:
    with _FILE.open(encoding="utf-8") as file:
        listed: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    spelled = [
        (form, name)
        for name, entry in listed["districts"].items()
        for spelling in (name, entry["hi"], *entry.get("also", ()))
        for form in {spelling, spelling.replace(" ", "")}
    ]
    guarded = vocabulary.keys(listed["guarded"])
    long_names: dict[str, dict[str, str]] = {}
    for form, name in spelled:
        key = fold(form)
        if " " not in form and len(key) >= _ONE_SLIP and key not in guarded:
            long_names.setdefault(key[0], {})[key] = name
    spelled += [(form, form) for form in listed["ambiguous"]]
    lines = ("place_before", "place_behind", "person_before", "not_districts")
    return _Gazetteer(
        Phrases(spelled),
        {form: list(names) for form, names in listed["ambiguous"].items()},
        long_names,
        guarded,
        {line: vocabulary.keys(listed[line]) for line in lines},
    )


def district_names() -> list[str]:
    """English names of the 75 districts, in alphabetical order."""
    return sorted(set(_gazetteer().names.values) - set(_gazetteer().ambiguous))


def districts(sentence: Sentence) -> Iterator[Entity]:
    """Districts by their English name in title case.

    Plain Kanpur has the value "Kanpur" and both districts in `extra["ambiguous"]`. A name
    found by distance has `extra["fuzzy"]`.
    """
    known = _gazetteer()
    index = 0
    while index < len(sentence):
        hit = known.names.at(sentence, index)
        if hit is None:
            if (near := _nearest(sentence.key(index))) is not None:
                yield sentence.entity("district", near, index, index + 1, fuzzy=True)
            index += 1
            continue
        if (
            sentence.key(index) not in known.guarded
            or hit.end - index > 1
            or _is_place(sentence, index)
        ):
            yield _district(sentence, index, hit.end, known.names.values[hit.entry])
        index = hit.end


def _district(sentence: Sentence, first: int, end: int, name: str) -> Entity:
    either = _gazetteer().ambiguous.get(name)
    if either:
        return sentence.entity("district", "Kanpur", first, end, ambiguous=either)
    return sentence.entity("district", name, first, end)


def _is_place(sentence: Sentence, index: int) -> bool:
    """Whether a word like basti or banda stands where a place would."""
    words = _gazetteer().words
    before = sentence.key(index - 1)
    if before in words["place_before"]:
        return True
    if before in words["person_before"]:
        return False
    return len(sentence) <= _SHORT_MESSAGE or sentence.key(index + 1) in words["place_behind"]


@lru_cache(maxsize=8192)
def _nearest(key: str) -> str | None:
    """The district whose long name is a slip or two away, first letter unchanged."""
    is_devanagari = key[:1] > "\u0900"
    one = _ONE_SLIP_DEVANAGARI if is_devanagari else _ONE_SLIP
    two = _TWO_SLIPS_DEVANAGARI if is_devanagari else _TWO_SLIPS
    known = _gazetteer()
    if len(key) < one or key in known.words["not_districts"]:
        return None
    names = known.long_names.get(key[0], {})
    slips = 2 if len(key) >= two else 1
    found = extractOne(key, names.keys(), scorer=OSA.distance, score_cutoff=slips)
    if found is None or len(found[0]) < one or (found[1] == 2 and len(found[0]) < two):
        return None
    return names[found[0]]

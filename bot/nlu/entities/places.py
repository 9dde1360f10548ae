"""Where and how somebody was treated: the kind of hospital, OPD or IPD."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.phrases import Phrases
from bot.nlu.entities.sentence import Sentence

_MARKS = ("hospital", "government", "private", "empanelled", "contracted", "negation")
_WIDEST_GAP = 2
# What a value means to the calculators; absent where the word does not decide.
_CODES = {
    "government": {"hospital_type": "government", "institution_type": "government"},
    "sgpgi_class": {"hospital_type": "government", "institution_type": "sgpgi_class"},
    "private_empanelled": {"hospital_type": "private_empanelled"},
    "authorised_contracted": {
        "hospital_type": "private_empanelled",
        "institution_type": "authorised_contracted",
    },
    "private_not_empanelled": {
        "hospital_type": "private_not_empanelled",
        "institution_type": "private_in_state",
    },
    "private": {},
    "outside_state": {
        "hospital_type": "outside_state",
        "institution_type": "private_outside_state",
    },
}


class _Mark(NamedTuple):
    name: str
    first: int
    end: int


@cache
def _words(name: str) -> frozenset[str]:
    return vocabulary.keys(vocabulary.read("places")[name])


@cache
def _phrases(name: str) -> Phrases[str]:
    listed = vocabulary.read("places")[name]
    return Phrases((phrase, code) for code, phrases in listed.items() for phrase in phrases)


@cache
def _mark_of() -> dict[str, str]:
    marks = {key: name for name in reversed(_MARKS) for key in _words(name)}
    return dict.fromkeys(_words("away"), "away") | marks


def institutions(sentence: Sentence) -> Iterator[Entity]:
    """Kinds of hospital.

    The value is one of government, sgpgi_class, private_empanelled, authorised_contracted,
    private_not_empanelled, private (empanelled or not is unsaid) and outside_state.
    `extra` gives `hospital_type` and `institution_type` as the calculators name them.
    """
    group: list[_Mark] = []
    for mark in [*_marks(sentence), None]:
        if group and (mark is None or not _is_near(sentence, group[-1].end, mark.first)):
            yield from _institution(sentence, group)
            group = []
        if mark is not None:
            group.append(mark)


def cares(sentence: Sentence) -> Iterator[Entity]:
    """Outdoor (opd) or admitted (ipd)."""
    for first, end, code in _phrases("care").find(sentence):
        if sentence.key(first - 1) not in _words("not_care_before"):
            yield sentence.entity("care", code, first, end)


def _marks(sentence: Sentence) -> Iterator[_Mark]:
    named = {
        first: _Mark(f"={code}", first, end)
        for first, end, code in _phrases("named").find(sentence)
    }
    index = 0
    while index < len(sentence):
        mark = named.get(index) or _outside_at(sentence, index)
        name = _mark_of().get(sentence.key(index))
        if mark is None and name:
            mark = _Mark(name, index, index + 1)
        if mark is not None:
            yield mark
        index = mark.end if mark else index + 1


def _outside_at(sentence: Sentence, index: int) -> _Mark | None:
    """प्रदेश के बाहर, out of state, dusre rajya: a state and a word for outside, nearby."""
    keys = sentence.keys[index : index + 4]
    for one, other in (("state", "outside"), ("other", "state")):
        if not keys or keys[0] not in _words(one):
            continue
        for step, key in enumerate(keys[1:], start=1):
            if key in _words(other):
                return _Mark("=outside_state", index, index + step + 1)
            if key not in _words("joints"):
                break
    return None


def _is_near(sentence: Sentence, end: int, first: int) -> bool:
    between = sentence.keys[end:first]
    is_one_clause = all(
        sentence.gap(i)[:1] in ("", "-", "(", ")", "/") for i in range(end, first + 1)
    )
    return (
        is_one_clause
        and len(between) <= _WIDEST_GAP
        and all(k in _words("joints") for k in between)
    )


def _institution(sentence: Sentence, group: list[_Mark]) -> Iterator[Entity]:
    while group and group[-1].name == "negation" and not _negates_back(group):
        group = group[:-1]
    while group and group[0].name == "away" and len(group) == 1:
        group = []
    names = [mark.name for mark in group]
    value = _value(names)
    if value is None or not group:
        return
    first, end = group[0].first, group[-1].end
    if sentence.key(end) in _words("people") and "hospital" not in names:
        return  # sarkari karmchari, अन्य राज्य सरकार
    is_named = any(name.startswith("=") for name in names)
    if is_named or "hospital" in names or _stands_alone(sentence, value, first, end):
        yield sentence.entity("institution", value, first, end, **_CODES[value])


def _negates_back(group: list[_Mark]) -> bool:
    """सूचीबद्ध नहीं: a negation at the end that belongs to the list."""
    return any(mark.name in ("empanelled", "contracted") for mark in group[:-1])


def _stands_alone(sentence: Sentence, value: str, first: int, end: int) -> bool:
    """A kind without the word hospital: the whole message, or followed by "in"."""
    if sentence.is_all(first, end) or value == "private_not_empanelled":
        return True
    return value in ("government", "private", "private_empanelled") and sentence.key(
        end
    ) in _words("in_it")


def _value(names: list[str]) -> str | None:
    said = set(names)
    if "=outside_state" in said or {"away", "hospital"} <= said:
        return "outside_state"
    for name in ("=sgpgi_class", "=government"):
        if name in said:
            return name[1:]
    if said & {"empanelled", "contracted"}:
        if "negation" in said:
            return "private_not_empanelled"
        return "authorised_contracted" if "contracted" in said else "private_empanelled"
    if said & {"private", "=private"}:
        return "private"
    return "government" if "government" in said else None

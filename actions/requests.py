"""Short requests that name what to work out and nothing else: "aur gratuity kitni hogi?".

A message is such a request when every word of it is the name of a calculation or a topic, a
figure, or one of the words that only ask ("kitni", "nikalo", "please"); anything more, such as
"ki seema kya hai", makes it a question about the rule, which is not ours to claim.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

_WORD = re.compile(r"[\w\u0900-\u097F]+(?:['’-][\w\u0900-\u097F]+)*")
DRAWN = "gpf"
REMARKS = ("unsure", "working", "encashment")  # phrases that stand for a whole message
LONGEST_NAME, LONGEST_REMARK = 4, 6  # words
SHORTEST_FUZZY, LEAST_RATIO = 6, 86  # letters; of 100


@dataclass
class Request:
    """What a short message asks to be worked out.

    Attributes:
        calculators: the calculators it names; more than one where a name belongs to several.
        topics: the topics it names, such as "GPF".
        tones: kinds of the other words: "joining", "quantity", "computing", "own", "filler" ...
    """

    calculators: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    tones: set[str] = field(default_factory=set)

    @property
    def computes(self) -> bool:
        """Whether it asks for a sum to be worked out; to "nikalna" from the GPF is to draw."""
        draws = DRAWN in self.topics and not self.calculators
        return "computing" in self.tones or ("drawing" in self.tones and not draws)


def read_request(text: str, entities: Sequence[Mapping[str, Any]]) -> Request | None:
    """The request a message makes, or None when it says more, or names nothing.

    Args:
        text: the message.
        entities: what the grammar found in it; figures and dates are no names.
    """
    found = Request()
    words = _words(text, entities)
    while words:
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            meant = _meanings_of(" ".join(words[:length]), fuzzy=length == 1)
            if meant:
                break
        else:
            return None
        found.calculators += [name for kind, name in meant if kind == "calculator"]
        found.topics += [name for kind, name in meant if kind == "topic"]
        found.tones |= {name for kind, name in meant if kind == "tone"}
        del words[:length]
    return found if found.calculators or found.topics else None


def is_unsure(text: str) -> bool:
    """Whether the message says no more than that one does not know.

    >>> is_unsure("pata nahi"), is_unsure("nahi")
    (True, False)
    """
    return _says(text, "unsure")


def asks_for_working(text: str) -> bool:
    """Whether the message asks how a result came about.

    >>> asks_for_working("how did you work it out?"), asks_for_working("how much is it?")
    (True, False)
    """
    return _says(text, "working")


def asks_for_encashment(text: str) -> bool:
    """Whether the message asks for leave encashment.

    >>> asks_for_encashment("retirement par leave encashment kitna"), asks_for_encashment("leave")
    (True, False)
    """
    return _says(text, "encashment", longest=3 * LONGEST_REMARK)


def _says(text: str, remark: str, *, longest: int = LONGEST_REMARK) -> bool:
    spoken = " ".join(_WORD.findall(text.casefold()))
    return len(spoken.split()) <= longest and any(
        f" {phrase} " in f" {spoken} " for phrase in _content()["words"][remark]
    )


def calculators_of(topic: str) -> list[str]:
    """The calculators of a topic, most asked first."""
    return list(_content()["topics"].get(topic, {}).get("calculators", ()))


def topics() -> list[str]:
    """Topics that have calculators, most asked first."""
    return list(_content()["topics"])


def _words(text: str, entities: Sequence[Mapping[str, Any]]) -> list[str]:
    """The words in small letters, without those that state a figure."""
    figures = [(e["start"], e["end"]) for e in entities if e.get("entity") in FIGURES]
    return [
        match[0]
        for match in _WORD.finditer(text.casefold())
        if not any(start < match.end() and match.start() < end for start, end in figures)
    ]


FIGURES = frozenset({"money", "number", "percent", "date", "duration", "age", "pay_level", "year"})


Meanings = tuple[tuple[str, str], ...]


def _meanings_of(phrase: str, *, fuzzy: bool) -> Meanings:
    """("calculator" | "topic" | "tone", name) of a phrase; a tone only where it is no name."""
    known = _meanings()
    if phrase in known or not fuzzy or len(phrase) < SHORTEST_FUZZY:
        return known.get(phrase, ())
    names = [name for name in known if " " not in name and len(name) >= SHORTEST_FUZZY]
    best = max(names, key=lambda name: fuzz.ratio(phrase, name))
    return known[best] if fuzz.ratio(phrase, best) >= LEAST_RATIO else ()


@lru_cache(maxsize=1)
def _meanings() -> dict[str, Meanings]:
    found: dict[str, Meanings] = {}
    for kind, name, phrase in _listed():
        # Names of calculations come last and count for more than topics, these than tones.
        same = tuple(meant for meant in found.get(phrase, ()) if meant[0] == kind)
        found[phrase] = (*same, (kind, name))
    return found


def _listed() -> Iterator[tuple[str, str, str]]:
    """Kind, name and each phrase of the file."""
    content = _content()
    for tone, phrases in content["words"].items():
        if tone not in REMARKS:
            yield from (("tone", tone, str(phrase).casefold()) for phrase in phrases)
    for topic, row in content["topics"].items():
        yield from (("topic", topic, str(word).casefold()) for word in row["words"])
    for name, phrases in content["calculators"].items():
        yield from (("calculator", name, str(phrase).casefold()) for phrase in phrases)


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    path = Path(__file__).with_name("requests.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded

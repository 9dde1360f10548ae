"""Yes and no, where they answer a question: alone, or at the head of a message."""

from collections.abc import Iterator
from functools import cache

from bot.nlu.entities import vocabulary
from bot.nlu.entities.entity import Entity
from bot.nlu.entities.sentence import Sentence

_LONGEST_ANSWER = 6
_PAUSES = frozenset(",.!;:-–—।…")


@cache
def _words(name: str) -> frozenset[str]:
    return vocabulary.keys(vocabulary.read("answers")[name])


def answers(sentence: Sentence) -> Iterator[Entity]:
    """At most one `yes_no` entity, True or False.

    `extra["whole"]` says that the message is nothing but the answer.
    """
    if not len(sentence) or not _words("unknown").isdisjoint(sentence.keys[:_LONGEST_ANSWER]):
        return
    spoken = [i for i, key in enumerate(sentence.keys) if key in _words("yes") | _words("no")]
    if not spoken:
        return
    if len(sentence) <= _LONGEST_ANSWER and _is_only_answer(sentence):
        is_no = any(sentence.key(i) in _words("no") for i in spoken)
        yield sentence.entity("yes_no", not is_no, spoken[0], spoken[-1] + 1, whole=True)
        return
    if spoken[0] == 0:
        yield from _opening(sentence)


def _is_only_answer(sentence: Sentence) -> bool:
    known = _words("yes") | _words("no") | _words("around")
    return all(key in known for key in sentence.keys)


def _opening(sentence: Sentence) -> Iterator[Entity]:
    """An answer that opens a sentence: "haan, mere papa", "नहीं वो साथ रहते हैं"."""
    end = 1
    while sentence.key(end) in _words("yes") | _words("no"):
        end += 1
    is_paused = sentence.gap(end)[:1] in _PAUSES and sentence.gap(end) != ""
    if end == 1 and sentence.key(0) in _words("weak") and not is_paused:
        return
    is_no = any(key in _words("no") for key in sentence.keys[:end])
    yield sentence.entity("yes_no", not is_no, 0, end)

"""Reads a message in the topic of the answer before it: "aur pensioner ke liye?", "kisse lein?".

Such a message says too little to be read alone. Scored together with the title of the last answer,
among the answers of its topic and those related to it, nine in ten find theirs. Whether it was
meant so is weighed first: a complete question about something else must not be dragged back. The
weights were fitted on tests/nlu/followups.tsv and followups_stay.tsv, and on examples held out of
training that were put after an answer of another topic.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.nlu.about import About
from bot.nlu.classifier import (
    MAX_CANDIDATES,
    OUT_OF_SCOPE,
    WORTH_A_BUTTON,
    Decision,
    IntentModel,
    Outcome,
)
from bot.nlu.features import normalise, written_words
from bot.nlu.vectors import parts

Floats = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]

MOST_WORDS = 7
# A label's score lies near -1 where a message has nothing to do with it, and near 1 where it is
# plainly meant. The more a message says, and the better it fits elsewhere, the better it has to
# fit the topic; words that go on from something said before lower the bar.
BAR = -1.25
PER_MEANING = 0.29
PER_MEANING_ELSEWHERE = 0.66
PER_SCORE_ELSEWHERE = 0.18
PER_LEAD_OUT_OF_SCOPE = 0.24
FOR_ELLIPSIS = 0.35
# A meaning lies elsewhere when the topic has less than this share of its greatest weight.
SHARE_OF_TOPIC = 0.2
#: Meanings that ask; a message of these alone says nothing of its topic.
ASKING = frozenset({"who", "howmuch", "howlong", "when", "where", "which", "how", "why", "what"})
# A message that tells something and is answered this surely by itself is complete.
CONFIDENT = 0.9
#: Beginnings of the labels that ask for something to be worked out.
COMPUTING = ("calculate/", "retirement_bundle")
# What counts beside the score of title and message together: the message by itself, what belongs
# to the last answer, and that its title would choose the same answer again.
MESSAGE_WEIGHT, RELATED_BONUS, RELATED_BACK_BONUS = 0.7, 0.6, 0.15
SAME_ANSWER_DISCOUNT = 1.0
# With less lead over the second answer, both are offered.
LEAST_LEAD = 0.12

# \b does not know that a vowel sign belongs to its word.
_EDGE = r"(?![\w\u0900-\u097F])"
_OPENING = re.compile(
    rf"\W*(?:aur|or|phir|fir|to|and|what about|how about|what if|even|also|any|और|तो|फिर){_EDGE}",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?<![\w\u0900-\u097F])(?:its?|that|this|these|those|they|them|i[sn](?:ke|me|ka|ki|ko|se)"
    r"|us(?:ke|me|ka|ki|ko|se)|इसे|उसे|यह|वह|इ[सन](?:के|का|की|में|से|को)|उस(?:के|का|की|में|से|को))"
    rf"{_EDGE}",
    re.IGNORECASE,
)
# "aap kaun hain", "what can you do": asked of the assistant, not about its answer.
_TO_US = re.compile(
    r"(?<![\w\u0900-\u097F])(?:your?|aap(?:k[aio])?|ap|tum(?:hara)?|tu|आप(?:का|की|को)?|तुम|तू)"
    rf"{_EDGE}",
    re.IGNORECASE,
)


def is_elliptical(text: str) -> bool:
    """Whether the words go on from something said before.

    >>> is_elliptical("और महिलाओं के लिए?"), is_elliptical("who approves it?"), is_elliptical("CCL")
    (True, True, False)
    """
    return bool(_OPENING.match(text) or _POINTING.search(text))


class Surroundings(NamedTuple):
    """What stands around an answer, by column of the scores.

    Attributes:
        within: the labels that a follow-up may lead to.
        bonus: what is added to each score: related answers win, the same one again rather not.
    """

    within: Booleans
    bonus: Floats


class ContextReader:
    """Reads short messages in the topic of the answer that was given before them."""

    def __init__(self, model: IntentModel, about: Mapping[str, About]) -> None:
        """Lays out what is known of the labels in the order of the model's scores."""
        self._model = model
        self._about = about
        self._known = [about.get(label, About()) for label in model.labels]
        self._topics = np.array([one.topic for one in self._known])
        self._answers = np.array([label.startswith("faq/") for label in model.labels])
        self._outside = model.labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in model.labels else None
        self._inside = np.array([label != OUT_OF_SCOPE for label in model.labels])
        self._around = lru_cache(maxsize=256)(self._look_around)

    def decide(self, text: str, last: str, language: str, alone: Decision) -> Decision | None:
        """The decision in the context of the last answer, or None when the message stands alone.

        Args:
            text: the message.
            last: label of the last answer, such as `faq/mat_days`.
            language: of the title that is put before the message: `hi` or `en`.
            alone: how the message is read by itself.
        """
        about = self._about.get(last)
        title = about.title.get(language) if about else None
        words = len(written_words(normalise(text)))
        if about is None or not title or not 0 < words <= MOST_WORDS:
            return None
        if _stands_alone(text, alone, about):
            return None
        scores = self._model.scores(text)[0]
        around = self._around(last)
        best = float(np.where(around.within, scores, -np.inf).max())
        if best < self._bar(text, scores, best, around.within):
            return None
        together = self._model.scores(f"{title} {text}")[0] + MESSAGE_WEIGHT * scores
        return self._choose(together + around.bonus, around.within)

    def _look_around(self, last: str) -> Surroundings:
        about, slug = self._about[last], last.partition("/")[2]
        related = np.isin(self._model.labels, [f"faq/{name}" for name in about.related])
        back = np.array([slug in one.related for one in self._known])
        own = np.isin(self._model.labels, [f"calculate/{name}" for name in about.calculators])
        same = np.array([label == last for label in self._model.labels])
        bonus = RELATED_BONUS * (related & ~same) + RELATED_BACK_BONUS * back
        within = (self._answers & (self._topics == about.topic)) | related | back | own
        return Surroundings(within, (bonus - SAME_ANSWER_DISCOUNT * same).astype(np.float32))

    def _bar(self, text: str, scores: Floats, best: float, within: Booleans) -> float:
        """What the best score within has to reach for the message to be a follow-up."""
        told = _told(text)
        bar = BAR + PER_MEANING * len(told) - FOR_ELLIPSIS * is_elliptical(text)
        bar += PER_MEANING_ELSEWHERE * self._count_elsewhere(text, told, within)
        if self._outside is not None:
            bar += PER_LEAD_OUT_OF_SCOPE * max(0.0, float(scores[self._outside]) - best)
        return bar + PER_SCORE_ELSEWHERE * float(scores[self._inside].max())

    def _count_elsewhere(self, text: str, told: set[str], within: Booleans) -> int:
        """How many of these meanings belong to other topics, or to none that we know."""
        names = self._model.vectoriser.vocabulary[0]
        columns = self._model.vectoriser.vector(parts(text)).columns.tolist()
        known = [c for c in columns if c < len(names) and names[c] in told]
        weights = self._model.weights[known].astype(np.float32) * self._model.steps
        here, anywhere = (w.max(axis=1, initial=0) for w in (weights[:, within], weights))
        return len(told) - len(known) + int((here < SHARE_OF_TOPIC * anywhere).sum())

    def _choose(self, scores: Floats, within: Booleans) -> Decision:
        """Ranks the labels within, and the others after them."""
        order = np.lexsort((-scores, ~within))
        order = order[order != self._outside] if self._outside is not None else order
        count = int(within.sum())
        top = scores[order[:count]].astype(np.float64)
        shares = np.exp((top - top[0]) / self._model.confidence.temperature)
        shares /= shares.sum()
        ranking = [(self._model.labels[i], 0.0) for i in order]
        ranking[:count] = [
            (label, float(p)) for (label, _), p in zip(ranking[:count], shares, strict=True)
        ]
        near = count > 1 and top[0] - top[1] < LEAST_LEAD
        likely = WORTH_A_BUTTON * ranking[min(1, count - 1)][1]
        worth = sum(p >= likely for _, p in ranking[: min(MAX_CANDIDATES, count)])
        outcome: Outcome = "disambiguate" if near else "answer"
        return Decision(outcome, ranking[0][1], ranking, worth)


def _told(text: str) -> set[str]:
    """What a message says besides asking, as meanings."""
    return {name for name in parts(text)[0][0] if "+" not in name} - ASKING


def _stands_alone(text: str, alone: Decision, about: About) -> bool:
    """Whether the message is plainly complete: a courtesy, a command, a whole question."""
    told = _told(text)
    if not told and _TO_US.search(text):
        return True
    if alone.outcome != "answer":
        return False
    label = alone.ranking[0][0]
    if label.startswith(COMPUTING) and about.calculators:
        # It may have meant the calculation that goes with the last answer.
        return False
    if label.startswith(("faq/", *COMPUTING)):
        return bool(told) and alone.confidence >= CONFIDENT and not is_elliptical(text)
    return True

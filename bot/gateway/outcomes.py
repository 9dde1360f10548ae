"""How a message was answered, read from the facts that travel with its replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway.messages import Reply

#: Of several replies to one message, the first of these says how it was answered.
_RANK = (
    "gave_up",
    "operator",
    "calculated",
    "status",
    "answered",
    "disambiguated",
    "refused",
    "handed_over",
    "asked",
    "small_talk",
)
#: Facts of a reply -> what they say of the message.
_KEYS = {"calculator": "calculated", "status": "status", "answer": "answered"}


@dataclass(frozen=True)
class Verdict:
    """What became of a message. `label` is an answer, a calculator or the nearest candidate."""

    outcome: str = "small_talk"
    label: str | None = None
    topic: str | None = None


def judge(replies: Sequence[Reply]) -> Verdict:
    """The verdict on a message from its replies.

    >>> judge([{"text": "₹5 lakh", "custom": {"answer": "limit", "topic": "card"}}])
    Verdict(outcome='answered', label='limit', topic='card')
    >>> judge([{"text": "Namaste"}])
    Verdict(outcome='small_talk', label=None, topic=None)
    """
    verdicts = [_read(reply.get("custom") or {}) for reply in replies]
    return min(verdicts, key=lambda verdict: _RANK.index(verdict.outcome), default=Verdict())


def _read(custom: Mapping[str, Any]) -> Verdict:
    named = custom.get("outcome")
    topic = _text(custom.get("topic"))
    if custom.get("code") == "gave_up":
        return Verdict("gave_up")
    if named in _RANK:
        label = custom.get("candidate") or custom.get("answer") or custom.get("calculator")
        return Verdict(str(named), _text(label), topic)
    if custom.get("wants"):
        return Verdict("asked", None, topic)
    for key, outcome in _KEYS.items():
        if custom.get(key):
            # A status is its application's: what it says belongs in no statistics of questions.
            label = None if key == "status" else _text(custom[key])
            return Verdict(outcome, label, topic)
    return Verdict("small_talk", None, topic)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None

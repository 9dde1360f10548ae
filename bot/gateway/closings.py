"""How an answered message is written down: receipt, transcript, and a fact without words."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels import rest
from bot.gateway.messages import Reply
from bot.gateway.outcomes import Verdict
from bot.gateway.takeover import Arrived
from store import outbox_pickup, receipts, transcripts, turns


@dataclass(frozen=True)
class Closing:
    """An answered message, as it is written down.

    `picks_up`: messages that wait for the conversation go in front of the replies.
    """

    conversation: str
    message_id: str
    channel: str
    text: str = field(repr=False)
    replies: list[Reply] = field(repr=False)
    verdict: Verdict
    confidence: float | None
    milliseconds: int
    picks_up: bool = False


class AnsweredElsewhere(Exception):
    """Another gateway has answered the message meanwhile: its `replies` stand."""

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__("the message has its answer")
        self.replies = replies


def for_operator(arrived: Arrived, told: list[Reply]) -> Closing:
    """A message that a person of the helpdesk answers later."""
    return Closing(
        arrived.conversation,
        arrived.message_id,
        arrived.channel,
        arrived.text,
        told,
        Verdict("operator"),
        confidence=None,
        milliseconds=0,
        picks_up=arrived.channel == rest.NAME,
    )


def close(db: Session, closing: Closing, language: str | None, now: datetime) -> list[Reply]:
    """Writes receipt, transcript and fact of an answered message; returns what is handed out.

    Messages that were waiting stand in the transcript since they were put in line.

    Raises:
        AnsweredElsewhere: the message has an answer; the transaction must not be committed.
    """
    conversation, message_id = closing.conversation, closing.message_id
    waiting = outbox_pickup.pick_up(db, conversation, now=now) if closing.picks_up else []
    if not receipts.answer(db, conversation, message_id, waiting + closing.replies, now=now):
        standing = receipts.fetch_replies(db, conversation, message_id)
        if standing is not None:
            raise AnsweredElsewhere(standing)
    for reply in closing.replies:
        extra = {key: value for key, value in reply.items() if key != "text"}
        transcripts.append(
            db,
            conversation,
            "out",
            reply.get("text", ""),
            language=language,
            channel=closing.channel,
            now=now,
            payload=extra or None,
        )
    turns.save_fact(db, _fact(closing, language, now))
    return waiting + closing.replies


def _fact(closing: Closing, language: str | None, now: datetime) -> turns.Fact:
    verdict = closing.verdict
    return turns.Fact(
        conversation=closing.conversation,
        message_id=closing.message_id,
        at=now,
        channel=closing.channel,
        language=language or "hi",
        outcome=verdict.outcome,
        label=verdict.label,
        topic=verdict.topic,
        confidence=closing.confidence,
        milliseconds=closing.milliseconds,
        num_replies=len(closing.replies),
    )

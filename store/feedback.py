"""What people thought of an answer: a thumb up or down, a reason, a comment with tokens."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models_turns import Feedback
from store.turns import fetch_fact

_table = Feedback.__table__

VERDICTS = ("up", "down")
#: Why an answer did not help; the words are the channels'.
REASONS = ("wrong", "incomplete", "not_my_question", "hard_to_understand", "outdated", "other")
LONGEST_COMMENT = 1_000


class UnknownAnswer(Exception):
    """No message of the conversation with this id was answered."""


def save(
    session: Session,
    conversation: str,
    message_id: str,
    verdict: str,
    *,
    now: datetime,
    reason: str | None = None,
    comment: str | None = None,
) -> None:
    """Keeps what a person thinks of the replies to a message; a later word replaces the earlier.

    Args:
        session: a transaction.
        conversation: opaque id.
        message_id: as the receipt has it: `client:` and the client's own.
        verdict: `up` or `down`.
        now: the moment.
        reason: one of `REASONS`.
        comment: at most 1,000 characters, identifiers replaced by tokens already.

    Raises:
        ValueError: verdict or reason is none of ours, or the comment is too long.
        UnknownAnswer: no such message was answered.
    """
    if verdict not in VERDICTS or (reason is not None and reason not in REASONS):
        raise ValueError(f"a verdict is one of {VERDICTS}, a reason one of {REASONS}")
    if comment is not None and len(comment) > LONGEST_COMMENT:
        raise ValueError(f"a comment has at most {LONGEST_COMMENT} characters")
    fact = fetch_fact(session, conversation, message_id)
    if fact is None:
        raise UnknownAnswer
    said = {"verdict": verdict, "reason": reason, "comment": comment, "created_at": now}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(_table)
        .values(
            conversation=conversation,
            message_id=message_id,
            label=fact.label,
            language=fact.language,
            channel=fact.channel,
            **said,
        )
        .on_conflict_do_update(index_elements=["conversation", "message_id"], set_=said)
    )


def erase_older(session: Session, *, before: datetime) -> int:
    """Erases what was said before a moment; returns how many rows."""
    return int(session.execute(delete(_table).where(_table.c.created_at < before)).rowcount)

"""Nobody who waits is forgotten: who is given up on by their operator goes back to the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from store import queue, tickets
from store.handoff import requeue

#: An operator who leaves the person without a word for so many times the service target is idle.
IDLE_TARGETS = 2


def rescue(
    session: Session, *, present: Sequence[int], answer_seconds: int, now: datetime
) -> list[str]:
    """Requeues everyone whose operator is gone or idle.

    Args:
        session: a transaction.
        present: staff who are signed in.
        answer_seconds: the service target.
        now: the moment.

    Returns:
        the numbers of the tickets.
    """
    idle_before = now - timedelta(seconds=answer_seconds * IDLE_TARGETS)
    stranded = queue.fetch_stranded(session, present=present, idle_before=idle_before)
    return [
        tickets.number_of(one)
        for one in stranded
        if requeue(
            session,
            one.id,
            reason="operator_idle" if one.assignee in present else "operator_left",
            now=now,
        )
    ]

"""Answers as curators want them, until they stand in the project's own files."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.engine import serialise
from store.errors import StoreError
from store.models_curation import CurationDraft

_drafts = CurationDraft.__table__.c


class DraftChanged(StoreError):
    """Somebody else saved the same answer meanwhile."""


def fetch_open(session: Session) -> list[CurationDraft]:
    """The drafts that are still to be exported, by answer."""
    query = select(CurationDraft).where(_drafts.status == "open").order_by(_drafts.answer_id)
    return list(session.execute(query).scalars())


def fetch_draft(session: Session, answer_id: str) -> CurationDraft | None:
    """The open draft of an answer."""
    query = select(CurationDraft).where(_drafts.status == "open", _drafts.answer_id == answer_id)
    return session.execute(query).scalars().first()


def save_draft(
    session: Session,
    answer_id: str,
    entry: dict[str, Any],
    *,
    base: dict[str, Any] | None,
    actor: str,
    now: datetime,
    seen: datetime | None = None,
) -> CurationDraft:
    """Writes what an answer shall say.

    Args:
        session: a transaction that may write.
        answer_id: of the answer.
        entry: its fields, as in its file; days as yyyy-mm-dd.
        base: the fields of the file as it is, None where there is none; kept of the first save.
        actor: login of the curator.
        now: aware time.
        seen: `saved_at` of the draft that the curator started from; None does not look.

    Raises:
        DraftChanged: it was saved since.
    """
    serialise(session, "curation")
    draft = fetch_draft(session, answer_id)
    if seen is not None and (draft is None or draft.saved_at != seen):
        raise DraftChanged(answer_id)
    if draft is None:
        draft = CurationDraft(
            answer_id=answer_id, base=base, entry=entry, status="open", created_at=now
        )
        session.add(draft)
    draft.entry = dict(entry)
    draft.saved_by, draft.saved_at = actor, now
    session.flush()
    return draft


def close_draft(session: Session, draft_id: int, status: str) -> CurationDraft | None:
    """Marks an open draft `merged` or `discarded`; None where there is none."""
    serialise(session, "curation")
    draft = session.get(CurationDraft, draft_id)
    if draft is None or draft.status != "open":
        return None
    draft.status = status
    session.flush()
    return draft

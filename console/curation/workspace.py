"""What curators have changed and git does not have yet: drafts, and messages out of scope."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from console.curation import outside, yaml_text
from console.curation.answer_files import OUT_OF_SCOPE, Answers
from console.curation.examples import as_example, script_of, squash
from console.curation.merging import is_contained, merge
from store import curation_drafts
from store.models_curation import CurationDraft


@dataclass(frozen=True)
class Change:
    """A file as it is to be.

    Attributes:
        path: from the project's folder.
        text: what it shall say; `old` what it says, empty if there is none.
        draft: the draft behind it; None for the messages out of scope.
    """

    path: str
    text: str
    old: str
    draft: CurationDraft | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is no such file yet."""
        return not self.old


def changes(db: Session, answers: Answers) -> list[Change]:
    """Everything that is not in the project's files yet, by path."""
    found = [
        change
        for draft in curation_drafts.fetch_open(db)
        if (change := change_of(draft, answers)) is not None
    ]
    taught = outside.text(db, answers)
    if taught is not None:
        found.append(Change(OUT_OF_SCOPE, taught, answers.text(OUT_OF_SCOPE)))
    return sorted(found, key=lambda change: change.path)


def change_of(draft: CurationDraft, answers: Answers) -> Change | None:
    """What a draft makes of its file; None where the file says it all already."""
    file = answers.find(draft.answer_id)
    current = file.entry if file else None
    if is_contained(draft.base, draft.entry, current):
        return None
    entry = merge(draft.base, draft.entry, current)
    path = file.path if file else answers.path_of(str(entry["topic"]), draft.answer_id)
    old = file.text if file else ""
    return Change(path, yaml_text.write(entry, old), old, draft)


def overlay(found: Iterable[Change]) -> dict[str, dict[str, Any]]:
    """As `store.releases` keeps it."""
    return {
        change.path: {
            "text": change.text,
            "base": hashlib.sha256(change.old.encode()).hexdigest() if change.old else None,
        }
        for change in found
    }


def close_merged(db: Session, answers: Answers) -> list[CurationDraft]:
    """Marks the drafts merged that the project's own files contain by now."""
    merged = []
    for draft in curation_drafts.fetch_open(db):
        file = answers.find(draft.answer_id)
        if is_contained(draft.base, draft.entry, file.entry if file else None):
            curation_drafts.close_draft(db, draft.id, "merged")
            merged.append(draft)
    return merged


def current_entry(db: Session, answers: Answers, answer_id: str) -> dict[str, Any] | None:
    """An answer as it is to be: the draft's fields on top of the file's."""
    draft = curation_drafts.fetch_draft(db, answer_id)
    file = answers.find(answer_id)
    if draft is None:
        return file.entry if file else None
    return merge(draft.base, draft.entry, file.entry if file else None)


def add_examples(
    db: Session,
    answers: Answers,
    answer_id: str,
    texts: Sequence[str],
    *,
    language: Mapping[str, str],
    actor: str,
    now: datetime,
) -> int:
    """Makes messages examples of an answer; returns how many it did not have yet.

    Args:
        db: a transaction that may write.
        answers: the project's.
        answer_id: of an answer that is there, as a file or as a draft.
        texts: messages with tokens.
        language: message → the language it was taken for.
        actor: login of the curator.
        now: aware time.

    Raises:
        LookupError: there is no such answer.
    """
    entry = current_entry(db, answers, answer_id)
    if entry is None:
        raise LookupError(answer_id)
    examples = {key: list(value or ()) for key, value in entry["examples"].items()}
    known = {squash(text) for several in examples.values() for text in several}
    added = 0
    for text in texts:
        example = as_example(text)
        if example and squash(example) not in known:
            script = script_of(example, language.get(text, ""))
            examples.setdefault(script, []).append(example)
            known.add(squash(example))
            added += 1
    if added:
        save(db, answers, answer_id, {**entry, "examples": examples}, actor=actor, now=now)
    return added


def save(
    db: Session,
    answers: Answers,
    answer_id: str,
    entry: dict[str, Any],
    *,
    actor: str,
    now: datetime,
    seen: datetime | None = None,
) -> CurationDraft:
    """Keeps an answer as it is to be. What it was made from is the file as it is now.

    Raises:
        DraftChanged: somebody else saved it since `seen`.
    """
    file = answers.find(answer_id)
    base = file.entry if file else None
    draft = curation_drafts.save_draft(
        db, answer_id, entry, base=base, actor=actor, now=now, seen=seen
    )
    # The fields were merged with the file as it is, so that is what they change from now on.
    draft.base = base
    return draft

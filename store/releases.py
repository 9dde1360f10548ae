"""Candidate models: checked, published, rolled back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from store.engine import serialise
from store.errors import StoreError
from store.models_curation import ModelRelease

#: A check that has said nothing for so long is dead: its process is gone.
SILENT_SECONDS = 30
KEPT = 5
_KEPT_UNPUBLISHED = 2
_releases = ModelRelease.__table__.c


class CheckRunning(StoreError):
    """Another check is under way: one at a time."""


class NotPublishable(StoreError):
    """The release has no model to publish."""


def start_check(
    session: Session, overlay: Mapping[str, Any], *, actor: str, now: datetime
) -> ModelRelease:
    """Writes down a candidate, which a process is to train and check next.

    Raises:
        CheckRunning: another one is being checked.
    """
    serialise(session, "releases")
    fail_silent(session, now=now)
    if fetch_running(session) is not None:
        raise CheckRunning("a check is under way")
    release = ModelRelease(
        status="checking",
        overlay=dict(overlay),
        progress={"step": "waiting", "percent": 0},
        created_by=actor,
        created_at=now,
        beat_at=now,
    )
    session.add(release)
    session.flush()
    return release


def beat(session: Session, release_id: int, progress: Mapping[str, Any], *, now: datetime) -> bool:
    """Notes how far a check has come; False when it is to stop."""
    done = session.execute(
        update(ModelRelease)
        .where(_releases.id == release_id, _releases.status == "checking")
        .values(progress=dict(progress), beat_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)


def finish_check(
    session: Session,
    release_id: int,
    *,
    report: Mapping[str, Any],
    model: str,
    product: str,
    now: datetime,
) -> bool:
    """Keeps the report of a check; False when it was cancelled meanwhile.

    Args:
        session: a transaction that may write.
        release_id: of the release.
        report: what was found, as JSON.
        model: name of the file in the folder of models.
        product: fingerprint of the project without the release's own files.
        now: aware time.
    """
    values = {"report": dict(report), "model": model, "product": product}
    return _end(session, release_id, "checked", now, **values)


def fail_check(
    session: Session, release_id: int, failure: str, *, detail: str | None, now: datetime
) -> bool:
    """Notes why a check failed: a key of the console's words, and what a program said."""
    return _end(session, release_id, "failed", now, failure=failure, detail=detail)


def cancel_check(session: Session, release_id: int, *, now: datetime) -> bool:
    """Stops a check: its process sees that with its next beat. False when none is running."""
    return _end(session, release_id, "cancelled", now)


def fail_silent(session: Session, *, now: datetime) -> int:
    """Marks checks failed whose process is gone, as after a restart; returns how many."""
    done = session.execute(
        update(ModelRelease)
        .where(
            _releases.status == "checking",
            _releases.beat_at < now - timedelta(seconds=SILENT_SECONDS),
        )
        .values(status="failed", failure="stopped", finished_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def fetch_release(session: Session, release_id: int) -> ModelRelease | None:
    """One release, or None."""
    return session.get(ModelRelease, release_id)


def fetch_running(session: Session) -> ModelRelease | None:
    """The release that is being checked."""
    return _one(session, _releases.status == "checking")


def fetch_published(session: Session) -> ModelRelease | None:
    """The release that answers; None where the project's own model does."""
    return _one(session, _releases.status == "published")


def fetch_releases(session: Session, limit: int = 30) -> list[ModelRelease]:
    """The newest releases first."""
    query = select(ModelRelease).order_by(_releases.id.desc()).limit(limit)
    return list(session.execute(query).scalars())


def publish(session: Session, release_id: int, *, actor: str, now: datetime) -> ModelRelease:
    """Makes a release the one that answers.

    Raises:
        NotPublishable: it has no model, because its check failed or it is too old.
    """
    serialise(session, "releases")
    release = fetch_release(session, release_id)
    if release is None or not is_publishable(release):
        raise NotPublishable(str(release_id))
    withdraw(session)
    release.status, release.published_by, release.published_at = "published", actor, now
    session.flush()
    return release


def withdraw(session: Session) -> ModelRelease | None:
    """Lets the project's own model answer again; returns the release that did."""
    serialise(session, "releases")
    published = fetch_published(session)
    if published is not None:
        published.status = "retired"
        session.flush()
    return published


def is_publishable(release: ModelRelease) -> bool:
    """Whether a release can be published, or rolled back to."""
    return release.status in ("checked", "retired", "published") and bool(release.model)


def set_model(session: Session, release_id: int, *, model: str, product: str) -> None:
    """Notes the model of a release that was trained again for a newer project."""
    session.execute(
        update(ModelRelease)
        .where(_releases.id == release_id)
        .values(model=model, product=product)
        .execution_options(synchronize_session=False)
    )


def forget_old_models(session: Session) -> set[str]:
    """Keeps the models of the last five published releases and of the newest candidates.

    Returns:
        Names of the model files that are still needed.
    """
    with_model = select(ModelRelease).where(_releases.model.isnot(None))
    published = with_model.where(_releases.published_at.isnot(None))
    candidates = with_model.where(_releases.published_at.is_(None))
    old = [
        *session.execute(published.order_by(_releases.published_at.desc()).offset(KEPT)).scalars(),
        *session.execute(
            candidates.order_by(_releases.id.desc()).offset(_KEPT_UNPUBLISHED)
        ).scalars(),
    ]
    for release in old:
        if release.status != "published":
            release.model = None
    session.flush()
    return {name for name in session.execute(select(_releases.model)).scalars() if name}


def _one(session: Session, condition: Any) -> ModelRelease | None:
    query = select(ModelRelease).where(condition).order_by(_releases.id.desc())
    return session.execute(query).scalars().first()


def _end(session: Session, release_id: int, status: str, now: datetime, **values: Any) -> bool:
    done = session.execute(
        update(ModelRelease)
        .where(_releases.id == release_id, _releases.status == "checking")
        .values(status=status, finished_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)

"""Makes a checked candidate the model that answers, or goes back to an earlier one."""

from pathlib import Path

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.flash import flash
from console.pages import redirect
from console.threads import read, write
from console.times import now
from console.visits import member, settings_of
from store import curation, releases
from store.errors import ServiceUnavailable


async def publish(request: Request) -> Response:
    """Switches Rasa to a release; conversations go on meanwhile.

    Raises:
        HTTPException: there is no such release.
    """
    release_id = int(request.path_params["release"])
    release = await read(request, releases.fetch_release, release_id)
    if release is None:
        raise HTTPException(404)
    back = f"/curation/releases/{release_id}"
    model = settings_of(request).data_dir / "models" / str(release.model)
    if not releases.is_publishable(release) or not model.is_file():
        flash(request, "error", "curation.releases.no_model")
        return redirect(request, back)
    if not await _switch(request, model):
        return redirect(request, back)
    was_published = release.published_at is not None
    await write(request, _publish, request, release_id)
    flash(request, "done", f"curation.releases.{'rolled_back' if was_published else 'published'}")
    return redirect(request, back)


async def withdraw(request: Request) -> Response:
    """Goes back to the project's own model, without any curator's change."""
    model = request.app.state.services.own_model()
    if not model.is_file():
        flash(request, "error", "curation.releases.no_own_model")
    elif await _switch(request, model):
        await write(request, _withdraw, request)
        flash(request, "done", "curation.releases.withdrawn")
    return redirect(request, "/curation/releases")


async def _switch(request: Request, model: Path) -> bool:
    """Whether Rasa took the model; if not, the old one answers on and the page says so."""
    try:
        await request.app.state.services.switch_model(model)
    except ServiceUnavailable:
        flash(request, "error", "curation.releases.not_switched")
        return False
    return True


def _publish(db: Session, request: Request, release_id: int) -> None:
    release = releases.publish(db, release_id, actor=member(request).login, now=now())
    learned = [Path(path).stem for path in release.overlay]
    answered = curation.mark_answered(db, learned)
    record(db, request, "release.published", f"release:{release_id}", answered=answered)


def _withdraw(db: Session, request: Request) -> None:
    release = releases.withdraw(db)
    subject = f"release:{release.id}" if release else "release:none"
    record(db, request, "release.withdrawn", subject)

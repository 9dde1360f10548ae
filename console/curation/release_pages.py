"""Candidates: started, watched while they are trained, read as a report."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.curation import workspace
from console.curation.answer_files import Answers
from console.curation.inbox import answers_of
from console.flash import flash
from console.pages import redirect, render
from console.threads import read, write
from console.times import now
from console.visits import current, member
from store import releases
from store.models_curation import ModelRelease
from store.releases import CheckRunning

MOST_FAULTS = 30


async def show_all(request: Request) -> Response:
    """The newest candidates, and the one that answers."""
    await write(request, _fail_silent)
    found = await read(request, releases.fetch_releases)
    published = await read(request, releases.fetch_published)
    return render(request, "curation/releases.html", releases=found, published=published)


async def start(request: Request) -> Response:
    """Checks all changes like files, and begins to train a candidate of them."""
    answers = answers_of(request)
    found = await read(request, workspace.changes, answers)
    if not found:
        flash(request, "error", "curation.releases.nothing")
        return redirect(request, "/curation/changes")
    faults = await request.app.state.services.lint({one.path: one.text for one in found})
    if faults:
        shown = [
            {**fault, "text": fault["message"][current(request).language]} for fault in faults
        ]
        return render(
            request,
            "curation/faults.html",
            status=422,
            faults=shown[:MOST_FAULTS],
            num_faults=len(faults),
        )
    try:
        release_id = await write(request, _start, request, answers)
    except CheckRunning:
        flash(request, "warning", "curation.releases.one_at_a_time")
        return redirect(request, "/curation/releases")
    await request.app.state.services.check(release_id)
    return redirect(request, f"/curation/releases/{release_id}")


async def show(request: Request) -> Response:
    """One candidate: how far its check is, or what it found."""
    await write(request, _fail_silent)
    release = await _fetch(request)
    published = await read(request, releases.fetch_published)
    return render(
        request,
        "curation/release.html",
        release=release,
        report=release.report or {},
        published=published,
        can_publish=releases.is_publishable(release) and release.status != "published",
        name=lambda label: _name(release.report or {}, label, current(request).language),
    )


async def progress(request: Request) -> Response:
    """How far a check is; once it is over, the page is loaded anew."""
    await write(request, _fail_silent)
    release = await _fetch(request)
    response = render(request, "curation/progress.html", release=release)
    if release.status != "checking":
        response.headers["HX-Refresh"] = "true"
    return response


async def cancel(request: Request) -> Response:
    """Stops a check."""
    release = await _fetch(request)
    if await write(request, _cancel, request, release.id):
        flash(request, "done", "curation.releases.cancelled")
    return redirect(request, f"/curation/releases/{release.id}")


async def _fetch(request: Request) -> ModelRelease:
    release = await read(request, releases.fetch_release, int(request.path_params["release"]))
    if release is None:
        raise HTTPException(404)
    return release


def _start(db: Session, request: Request, answers: Answers) -> int:
    found = workspace.changes(db, answers)
    release = releases.start_check(
        db, workspace.overlay(found), actor=member(request).login, now=now()
    )
    files = [change.path for change in found]
    record(db, request, "release.check_started", f"release:{release.id}", files=files)
    return release.id


def _cancel(db: Session, request: Request, release_id: int) -> bool:
    done = releases.cancel_check(db, release_id, now=now())
    record(db, request, "release.check_cancelled", f"release:{release_id}", was_running=done)
    return done


def _fail_silent(db: Session) -> int:
    return releases.fail_silent(db, now=now())


def _name(report: dict[str, Any], label: str | None, language: str) -> str:
    """What a label is called: its button, or the label itself."""
    title = (report.get("titles") or {}).get(label or "") or {}
    return str(title.get(language) or label or "–")

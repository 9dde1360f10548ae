"""What is not in git yet: shown as a diff, taken back, or downloaded for `git apply`."""

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.curation import patch, workspace
from console.curation.background import notice_merged
from console.curation.inbox import answers_of
from console.flash import flash
from console.pages import redirect, render
from console.threads import read, write
from console.visits import member
from store import curation_drafts, releases

_NAME = "sahayak-curation"


async def show(request: Request) -> Response:
    """All changes, file by file."""
    answers = answers_of(request)
    merged = await write(request, notice_merged, answers, member(request).login)
    if merged:
        flash(request, "done", "curation.changes.merged", n=merged)
    found = await read(request, workspace.changes, answers)
    running = await read(request, releases.fetch_running)
    rows = [(change, _coloured(patch.diff(change))) for change in found]
    return render(request, "curation/changes.html", rows=rows, running=running)


async def as_patch(request: Request) -> Response:
    """The changes as `git apply` takes them."""
    found = await _exported(request, "patch")
    headers = {"Content-Disposition": f'attachment; filename="{_NAME}.patch"'}
    return Response(patch.patch(found), media_type="text/x-diff", headers=headers)


async def as_zip(request: Request) -> Response:
    """The changed files as they are to be."""
    found = await _exported(request, "zip")
    headers = {"Content-Disposition": f'attachment; filename="{_NAME}.zip"'}
    return Response(patch.archive(found), media_type="application/zip", headers=headers)


async def discard(request: Request) -> Response:
    """Takes a draft back: the answer stays as its file has it.

    Raises:
        HTTPException: there is no such draft.
    """
    draft_id = int(request.path_params["draft"])
    answer = await write(request, _discard, request, draft_id)
    if answer is None:
        raise HTTPException(404)
    flash(request, "done", "curation.changes.discarded", answer=answer)
    return redirect(request, "/curation/changes")


async def _exported(request: Request, form: str) -> list[workspace.Change]:
    return await write(request, _export, request, form)


def _export(db: Session, request: Request, form: str) -> list[workspace.Change]:
    found = workspace.changes(db, answers_of(request))
    record(db, request, "curation.exported", form, files=[change.path for change in found])
    return found


def _discard(db: Session, request: Request, draft_id: int) -> str | None:
    draft = curation_drafts.close_draft(db, draft_id, "discarded")
    if draft is None:
        return None
    record(db, request, "draft.discarded", f"answer:{draft.answer_id}")
    return draft.answer_id


def _coloured(text: str) -> list[tuple[str, str]]:
    """Each line of a diff with what it is, without the two that name the files."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    return [(kinds.get(line[:1], "same"), line) for line in text.splitlines()[2:]]

"""An answer is written or changed in the browser, and checked like a file before it is kept."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.curation import form, workspace, yaml_text
from console.curation.answer_files import Answers
from console.curation.examples import as_example, script_of
from console.curation.inbox import answers_of
from console.flash import flash
from console.forms import read_form
from console.pages import redirect, render
from console.threads import read, write
from console.times import INDIA, now
from console.visits import current, member
from console.words import say
from store import curation, curation_drafts
from store.curation_drafts import DraftChanged
from store.models_curation import CurationItem

#: Faults of the whole rather than of one file.
_EVERYWHERE = ("unreadable", "no_answers")


async def new(request: Request) -> Response:
    """A new answer; messages of the inbox that it is written for become its examples."""
    answers, items = answers_of(request), await _items(request)
    if request.method == "GET":
        return _page(request, answers, None, _started_from(items), {}, items)
    given = await read_form(request)
    language = current(request).language
    entry, errors = form.read(given, None, _today(), language)
    draft = await read(request, curation_drafts.fetch_draft, entry["id"])
    errors |= form.id_mistake(answers, entry["id"], draft is not None, language)
    return await _keep(request, answers, None, given, entry, errors, items)


async def edit(request: Request) -> Response:
    """An answer that is there, as a file or as a draft.

    Raises:
        HTTPException: there is no such answer.
    """
    answers, answer_id = answers_of(request), str(request.path_params["answer"])
    original = await read(request, workspace.current_entry, answers, answer_id)
    if original is None:
        raise HTTPException(404)
    if request.method == "GET":
        draft = await read(request, curation_drafts.fetch_draft, answer_id)
        fields = form.fields_of(original) | {"seen": draft.saved_at.isoformat() if draft else ""}
        return _page(request, answers, original, fields, {}, [])
    given = await read_form(request)
    entry, errors = form.read(given, original, _today(), current(request).language)
    return await _keep(request, answers, original, given, entry, errors, [])


async def _keep(
    request: Request,
    answers: Answers,
    original: dict[str, Any] | None,
    given: Mapping[str, str],
    entry: dict[str, Any],
    errors: form.Errors,
    items: list[CurationItem],
) -> Response:
    faults = [] if errors else await lint(request, answers, entry)
    for fault in faults:
        place = form.place_of(fault)
        text = fault["message"][current(request).language]
        errors[place] = f"{errors[place]}; {text}" if place in errors else text
    if not errors:
        try:
            await write(request, _save, request, answers, entry, given.get("seen", ""), items)
        except DraftChanged:
            errors = {"": _say(request, "curation.form.changed")}
    if errors:
        return _page(request, answers, original, given, errors, items, status=422)
    flash(request, "done", "curation.form.saved")
    return redirect(request, "/curation/changes")


async def lint(request: Request, answers: Answers, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """What the lint of the files says of one answer, beside all other changes.

    Raises:
        ServiceUnavailable: the check itself did not work.
    """
    file = answers.find(entry["id"])
    path = file.path if file else answers.path_of(entry["topic"], entry["id"])
    others = await read(request, workspace.changes, answers)
    files = {change.path: change.text for change in others}
    files[path] = yaml_text.write(entry, file.text if file else "")
    found = await request.app.state.services.lint(files)
    own = (path, f"faq/{entry['id']}")
    return [
        fault
        for fault in found
        if fault["file"] in own
        or fault["code"] in _EVERYWHERE
        or (fault.get("values") or {}).get("owner") == own[1]
    ]


def _save(
    db: Session,
    request: Request,
    answers: Answers,
    entry: dict[str, Any],
    seen: str,
    items: list[CurationItem],
) -> None:
    login, moment = member(request).login, now()
    workspace.save(
        db,
        answers,
        entry["id"],
        entry,
        actor=login,
        now=moment,
        seen=datetime.fromisoformat(seen) if seen else None,
    )
    ids = [item.id for item in items]
    if ids:
        curation.decide(db, ids, status="assigned", answer_id=entry["id"], actor=login, now=moment)
    record(db, request, "draft.saved", f"answer:{entry['id']}", items=ids)


def _page(
    request: Request,
    answers: Answers,
    original: dict[str, Any] | None,
    fields: Mapping[str, str],
    errors: form.Errors,
    items: list[CurationItem],
    *,
    status: int = 200,
) -> Response:
    return render(
        request,
        "curation/answer.html",
        status=status,
        original=original,
        fields=defaultdict(str, fields),
        errors=errors,
        items=items,
        topics=answers.topics(),
        documents=answers.documents(),
        num_sources=form.num_sources(fields),
        scripts=yaml_text.SCRIPTS,
    )


async def _items(request: Request) -> list[CurationItem]:
    given = request.query_params.getlist("item")
    ids = [int(value) for value in given if value.isdigit()][:100]
    return await read(request, curation.fetch_items, ids) if ids else []


def _started_from(items: list[CurationItem]) -> dict[str, str]:
    examples: dict[str, list[str]] = {}
    for item in items:
        text = as_example(item.text)
        script = script_of(text, item.language)
        if text and text not in examples.setdefault(script, []):
            examples[script].append(text)
    return {f"examples_{script}": "\n".join(texts) for script, texts in examples.items()}


def _today() -> Any:
    return now().astimezone(INDIA).date()


def _say(request: Request, key: str) -> str:
    return say(key, current(request).language)

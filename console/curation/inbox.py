"""The inbox: messages that were not answered well, grouped, and what is to become of them."""

import asyncio
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.curation.answer_files import Answers
from console.curation.workspace import add_examples
from console.flash import flash
from console.forms import safe_next
from console.pages import redirect, render
from console.paging import make_page, page_number
from console.threads import read, work, write
from console.times import now
from console.visits import member
from store import curation, curation_clusters as clusters
from store.curation_clusters import Wanted
from store.errors import ServiceUnavailable
from store.models_curation import ITEM_STATES, REASONS

PAGE = 12
MOST_FOUND = 12
MOST_DECIDED = 500
LANGUAGES = ("hi", "hinglish", "en")
ACTIONS = {"assign": "assigned", "out_of_scope": "out_of_scope", "dismiss": "dismissed"}


def answers_of(request: Request) -> Answers:
    """The project's answers."""
    return Answers(request.app.state.services.project)


async def show(request: Request) -> Response:
    """Groups of messages with the answer that the assistant would suggest."""
    wanted, number = _wanted(request), page_number(request)
    found, total, counts = await read(request, _fetch_page, wanted, number)
    suggested = await asyncio.gather(*(suggest(request, one.text) for one in found))
    return render(
        request,
        "curation/inbox.html",
        page=make_page(
            request, list(zip(found, suggested, strict=True)), total, number=number, size=PAGE
        ),
        wanted=wanted,
        counts=counts,
        states=ITEM_STATES,
        reasons=REASONS,
        languages=LANGUAGES,
    )


async def cluster(request: Request) -> Response:
    """One group: its messages, and the answers that they may belong to.

    Raises:
        HTTPException: there is no such group.
    """
    key, wanted = int(request.path_params["cluster"]), _wanted(request)
    items = await read(request, clusters.fetch_cluster, key, wanted)
    if not items:
        raise HTTPException(404)
    return render(
        request,
        "curation/cluster.html",
        items=items,
        wanted=wanted,
        found=await _suggestions(request, items[0].text),
    )


async def find(request: Request) -> Response:
    """Answers for what a curator types: by the assistant's own reading, and by title."""
    words = request.query_params.get("q", "").strip()[:200]
    found = await _suggestions(request, words) if words else []
    named = await work(request, answers_of(request).search, words) if words else []
    known = {one["id"] for one in found}
    found += [
        {"id": one.id, "title": one.entry["title"], "confidence": None}
        for one in named
        if one.id not in known
    ]
    return render(request, "curation/found.html", found=found[:MOST_FOUND], words=words)


async def gather(request: Request) -> Response:
    """Looks for new messages at once."""
    before = await read(request, curation.count_items)
    await request.app.state.services.gather()
    after = await read(request, curation.count_items)
    flash(request, "done", "curation.inbox.gathered", n=max(0, after - before))
    return redirect(request, "/curation")


async def decide(request: Request) -> Response:
    """Assigns messages to an answer, marks them out of scope, or lays them aside.

    Raises:
        HTTPException: the form names no message or no action.
    """
    form = await request.form()
    ids = [int(str(value)) for value in form.getlist("item") if str(value).isdigit()][
        :MOST_DECIDED
    ]
    action, answer = str(form.get("action", "")), str(form.get("answer", ""))
    back = safe_next(str(form.get("next", "")), "/curation")
    if not ids:
        flash(request, "error", "curation.inbox.none_chosen")
        return redirect(request, back)
    if action == "assign" and not answer:
        flash(request, "error", "curation.inbox.no_answer_chosen")
        return redirect(request, back)
    status = "new" if action == "reopen" else ACTIONS.get(action)
    if status is None:
        raise HTTPException(400)
    try:
        done = await write(request, _decide, request, ids, status, answer)
    except LookupError:
        flash(request, "error", "curation.inbox.no_such_answer")
        return redirect(request, back)
    flash(request, "done", f"curation.done.{status}", n=done)
    return redirect(request, "/curation")


async def suggest(request: Request, text: str) -> dict[str, Any] | None:
    """The answer that the assistant comes nearest to; None where it knows nothing or is away."""
    found = await _suggestions(request, text)
    return found[0] if found else None


async def _suggestions(request: Request, text: str) -> list[dict[str, Any]]:
    try:
        understood = await request.app.state.services.understand(text)
    except ServiceUnavailable:
        return []
    return [one for one in understood["candidates"] if one["kind"] == "faq"]


def _wanted(request: Request) -> Wanted:
    given = request.query_params
    return Wanted(
        status=given.get("status", "new") if given.get("status") in ITEM_STATES else "new",
        reason=given.get("reason", "") if given.get("reason") in REASONS else "",
        language=given.get("language", "") if given.get("language") in LANGUAGES else "",
        text=given.get("q", "").strip()[:100],
    )


def _fetch_page(
    db: Session, wanted: Wanted, number: int
) -> tuple[list[clusters.Cluster], int, dict[str, int]]:
    found = clusters.fetch_clusters(db, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    counts = {status: curation.count_items(db, status) for status in ITEM_STATES}
    return found, clusters.count_clusters(db, wanted), counts


def _decide(db: Session, request: Request, ids: list[int], status: str, answer: str) -> int:
    login, moment = member(request).login, now()
    named = answer if status == "assigned" else None
    changed = curation.decide(db, ids, status=status, answer_id=named, actor=login, now=moment)
    if status == "assigned" and changed:
        add_examples(
            db,
            answers_of(request),
            answer,
            [item.text for item in changed],
            language={item.text: item.language for item in changed},
            actor=login,
            now=moment,
        )
    subject = f"answer:{answer}" if named else "curation"
    record(db, request, f"curation.{status}", subject, items=[item.id for item in changed])
    return len(changed)

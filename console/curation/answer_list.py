"""All answers, to be found by their words and opened for a change."""

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.curation.inbox import answers_of
from console.pages import render
from console.paging import make_page, page_number
from console.threads import read, work
from store import curation_drafts
from store.models_curation import CurationDraft

PAGE = 40


async def show(request: Request) -> Response:
    """The answers whose title, id or topic is looked for; drafts of new ones stand first."""
    words = request.query_params.get("q", "").strip()[:100]
    topic = request.query_params.get("topic", "")
    answers = answers_of(request)
    found = await work(request, answers.search, words)
    drafts = {one.answer_id: one for one in await read(request, _drafts)}
    known = {one.id for one in found}
    rows = [
        {"id": key, "entry": one.entry, "draft": one}
        for key, one in drafts.items()
        if one.base is None
        and key not in known
        and words.casefold() in str(one.entry["title"]).casefold()
    ]
    rows += [{"id": one.id, "entry": one.entry, "draft": drafts.get(one.id)} for one in found]
    rows = [row for row in rows if not topic or row["entry"].get("topic") == topic]
    number = page_number(request)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return render(
        request,
        "curation/answers.html",
        page=make_page(request, shown, len(rows), number=number, size=PAGE),
        topics=answers.topics(),
        topic=topic,
        words=words,
    )


def _drafts(db: Session) -> list[CurationDraft]:
    return curation_drafts.fetch_open(db)

"""An operator says which answer was the right one: curators find it in their inbox."""

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls.answers import MOST_CHARACTERS
from console.forms import read_form
from console.pages import refuse, render
from console.threads import write
from console.times import now
from store import curation


async def note(request: Request) -> Response:
    """Keeps what was asked, with tokens for identifiers, and the answer that fits it."""
    form = await read_form(request)
    services = request.app.state.services
    text = services.mask(form.get("q", "").strip()[:MOST_CHARACTERS])
    chosen = await services.answer(form.get("answer", ""))
    if not text or chosen is None:
        return refuse(request, 422, "calls.errors.no_correction")
    language = (await services.understand(text))["language"]
    await write(request, _keep, request, text, language, chosen["id"])
    return render(request, "calls/corrected.html")


def _keep(db: Session, request: Request, text: str, language: str, answer_id: str) -> None:
    curation.note_correction(db, text=text, language=language, answer_id=answer_id, now=now())
    record(db, request, "answer.corrected", f"answer:{answer_id}"[:80])

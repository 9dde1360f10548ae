"""Answers as the operator types: how the assistant reads the words, best first."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.rules import calculators
from console.forms import read_form
from console.pages import render
from console.words import both

SHORTEST = 2  # characters worth asking about
MOST_CHARACTERS = 500
LEAST_SHARE = 0.02  # of the likeliest one's confidence
#: What a caller may want that is not an answer: where on the screen it is done.
TASKS = {"check_status": "verify", "human": "end"}


async def search(request: Request) -> Response:
    """The candidates for what was typed, the first of them open."""
    text = (await read_form(request)).get("q", "")[:MOST_CHARACTERS]
    if len(text) < SHORTEST:
        return render(request, "calls/answers.html", found=None, candidates=[])
    found = await request.app.state.services.understand(text)
    candidates = [one for one in map(candidate, likely(found)) if one is not None]
    return render(request, "calls/answers.html", found=found, candidates=candidates)


def likely(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The candidates without those that are only noise beside the first."""
    least = max((one["confidence"] for one in found["candidates"]), default=0.0) * LEAST_SHARE
    return [one for one in found["candidates"] if one["confidence"] >= least]


async def open_one(request: Request) -> Response:
    """One answer by its id: a related question was chosen."""
    found = await request.app.state.services.answer(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return render(request, "calls/opened.html", one=candidate(found))


def candidate(one: dict[str, Any]) -> dict[str, Any] | None:
    """A candidate with the titles of its calculators; None for what a call has no use for."""
    known = calculators()
    names = [name for name in one["calculators"] if name in known]
    title = one["title"] or {"hi": one["id"], "en": one["id"]}
    buttons = [{"name": n, "title": known[n].title} for n in names]
    ready = {**one, "title": title, "calculators": buttons}
    if one["kind"] == "faq" and one["text"].get("hi"):
        return ready
    if one["kind"] == "calculate" and names:
        calculator = known[names[0]]
        return {**ready, "title": calculator.title, "text": calculator.purpose}
    if one["kind"] in TASKS:
        task = TASKS[one["kind"]]
        return {**ready, "task": task, "title": both(f"calls.answers.task_{task}")}
    return None

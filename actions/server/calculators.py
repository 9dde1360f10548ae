"""`/calculators`: what there is, what each asks, and computing over HTTP."""

from datetime import date, datetime

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from actions.rules import InputError, calculators, compute, registry
from actions.rules.exchange import read_json
from actions.rules.schema import describe, introduce
from actions.server.answers import json_answer, note_failure, own_failure, refusal
from actions.turn import INDIA
from actions.wording import both

MOST_BYTES = 64 * 1024


def calculator_routes() -> Blueprint:
    """The routes, for one app."""
    routes = Blueprint("calculators", url_prefix="/calculators")
    routes.add_route(show_all, "/", methods=["GET"])
    routes.add_route(show_one, "/<name:str>", methods=["GET"])
    routes.add_route(answer, "/<name:str>", methods=["POST"])
    routes.exception(Exception)(fail)
    return routes


async def show_all(request: Request) -> HTTPResponse:
    """Every calculator's name, topic, title and purpose; with `?schemas=1` its inputs, too."""
    with_inputs = request.args.get("schemas") == "1"
    return json_answer(
        {"calculators": [introduce(c, with_inputs=with_inputs) for c in calculators().values()]}
    )


async def show_one(_: Request, name: str) -> HTTPResponse:
    """One calculator: inputs as a JSON Schema, rule, sources."""
    try:
        return json_answer(describe(registry.fetch(name), _today()))
    except InputError as error:
        return refusal(error, 404)


async def answer(request: Request, name: str) -> HTTPResponse:
    """Computes; the same JSON in and out as `python -m actions.rules compute NAME`."""
    if len(request.body) > MOST_BYTES:
        message = both("input_too_long", bound=MOST_BYTES // 1024)
        return refusal(InputError("input", "too_long", message), 413)
    try:
        registry.fetch(name)
    except InputError as error:
        return refusal(error, 404)
    try:
        values = read_json(request.body)
    except InputError as error:
        return refusal(error, 400)
    try:
        return json_answer(compute(name, values, today=_today()).to_json())
    except InputError as error:
        return refusal(error, 422)


async def fail(request: Request, error: Exception) -> HTTPResponse:
    """A failure of our own: told in both languages, logged without what was sent."""
    note_failure(request, error)
    return own_failure()


def _today() -> date:
    return datetime.now(INDIA).date()

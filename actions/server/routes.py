"""Hangs our routes onto rasa-sdk's action server, by the hook it offers for that."""

import pluggy
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Request, Sanic
from sanic.exceptions import MethodNotSupported, NotFound, SanicException
from sanic.response import HTTPResponse, raw

from actions.rules import InputError
from actions.server.answers import refusal
from actions.server.calculators import calculator_routes
from actions.server.worksheets import worksheet_routes
from actions.wording import both
from store.logs import request_id

implements = pluggy.HookimplMarker("rasa_sdk")


@implements
def attach_sanic_app_extensions(app: Sanic) -> None:
    """Called by `rasa_sdk.endpoint.run` once its own routes are there."""
    app.blueprint(calculator_routes())
    app.blueprint(worksheet_routes())
    app.register_middleware(note_request_id, "request")
    app.add_route(show_metrics, "/metrics", methods=["GET"])
    for kind in (NotFound, MethodNotSupported):
        app.error_handler.add(kind, refuse)


async def note_request_id(request: Request) -> None:
    """The gateway's id of the request, for the log lines of this one."""
    request_id.set(request.headers.get("x-request-id", "-")[:64])


async def show_metrics(_: Request) -> HTTPResponse:
    """SMS sent, memory and processor time of this process, for Prometheus."""
    return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)


async def refuse(_: Request, error: SanicException) -> HTTPResponse:
    """An address that is not ours; rasa-sdk would log its path, which may hold a sealed link."""
    return refusal(InputError("path", "unknown_path", both("no_such_address")), error.status_code)

"""`/worksheets/TOKEN`: the print-ready page of a sealed computation, and what it loads."""

from datetime import datetime, timezone

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw

from actions.rules import InputError
from actions.server.answers import note_failure, page
from actions.worksheet.link import open_sheet
from actions.worksheet.page import ASSETS, asset, render_problem, render_sheet
from store.links import LinkExpired, LinkForged

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def worksheet_routes() -> Blueprint:
    """The routes, for one app."""
    routes = Blueprint("worksheets", url_prefix="/worksheets")
    routes.add_route(show, "/<token:str>", methods=["GET"])
    routes.exception(Exception)(fail)
    return routes


async def show(_: Request, token: str) -> HTTPResponse:
    """The worksheet, or a page that says why there is none and what to do."""
    if token in ASSETS:  # no token has a full stop in it
        return raw(asset(token), headers=FOREVER, content_type=ASSETS[token])
    try:
        return page(render_sheet(open_sheet(token, now=datetime.now(timezone.utc))))
    except LinkForged:
        return page(render_problem("forged"), 404)
    except LinkExpired:
        return page(render_problem("expired"), 410)
    except InputError:
        return page(render_problem("outdated"), 410)


async def fail(request: Request, error: Exception) -> HTTPResponse:
    """A failure of our own."""
    note_failure(request, error)
    return page(render_problem("broken"), 500)

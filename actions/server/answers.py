"""Shapes of the routes' answers, and the bilingual refusals they share."""

import logging
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, raw

from actions.rules.errors import InputError
from actions.rules.exchange import write_json
from actions.wording import both

log = logging.getLogger(__name__)

REQUEST_ID = "x-request-id"
JSON = "application/json"
HTML = "text/html; charset=utf-8"


def json_answer(content: Any, status: int = 200) -> HTTPResponse:
    """JSON in UTF-8."""
    return raw(write_json(content), status=status, content_type=JSON)


def refusal(error: InputError, status: int) -> HTTPResponse:
    """`{"error": {"field", "code", "message": {"hi", "en"}}}`."""
    return json_answer(error.to_json(), status)


def page(text: str, status: int = 200) -> HTTPResponse:
    """A bilingual page that nobody keeps."""
    headers = {"Cache-Control": "no-store", "Content-Language": "hi, en"}
    return raw(text.encode(), status=status, headers=headers, content_type=HTML)


def note_failure(request: Request, error: BaseException) -> None:
    """Logs where a request failed, without its path, which may be a sealed link, or its words."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
    asked = request.headers.get(REQUEST_ID, "-")[:32]
    log.error("[%s] a request failed: %s at %s", asked, type(error).__name__, place)


def own_failure() -> HTTPResponse:
    """What is said of a failure of our own."""
    return refusal(InputError("input", "failed", both("went_wrong")), 500)

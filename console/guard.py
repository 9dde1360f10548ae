"""The one door to every page: session, role, CSRF, forced password change, audit, headers."""

import logging
from typing import cast
from urllib.parse import quote

from python_multipart.exceptions import FormParserError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from console import flash
from console.auditing import record, was_recorded
from console.pages import ROOT, is_htmx, refuse
from console.roles import may_enter
from console.routing import SAFE, DeskRoute
from console.threads import write
from console.visits import Visit, current, open_visit, remember_language, set_token, settings_of
from store.errors import ServiceUnavailable, StoreError

log = logging.getLogger(__name__)

_LARGEST = 2**63 - 1
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Cookie, HX-Request",
}


def guarded(route: DeskRoute) -> Route:
    """The route as Starlette serves it; nothing reaches the endpoint but through here."""

    async def serve(request: Request) -> Response:
        request = _bounded(request, route.max_bytes)
        try:
            request.state.visit = await open_visit(request)
            _check_numbers(request)
            response = await _admit(route, request) or await route.endpoint(request)
            if request.method not in SAFE and route.audit and response.status_code < 400:
                await _make_sure_it_is_recorded(route, request)
        except HTTPException as error:
            response = refuse(request, error.status_code, _key(error.status_code))
        except FormParserError:
            # Starlette passes on what its form parser says of a body that is no form.
            response = refuse(request, 400, "errors.bad_request")
        except (StoreError, ServiceUnavailable) as error:
            log.warning("%s failed: %s", route.path, type(error).__name__)
            response = refuse(request, 503, "errors.busy")
        return _dressed(request, response)

    return Route(route.path, serve, methods=list(route.methods), name=f"desk:{route.path}")


async def refuse_http(request: Request, error: Exception) -> Response:
    """For addresses that no route has."""
    failure = cast(HTTPException, error)
    try:
        request.state.visit = await open_visit(request)
    except StoreError:
        request.state.visit = Visit("", "hi", is_new=True)
    response = refuse(request, failure.status_code, _key(failure.status_code))
    response.headers.update(failure.headers or {})
    return _dressed(request, response)


async def _admit(route: DeskRoute, request: Request) -> Response | None:
    """Nothing for whoever may enter; else the refusal, and no endpoint is called."""
    visit = current(request)
    if not route.is_public:
        if visit.member is None:
            return _ask_to_sign_in(request)
        if visit.member.must_change_password and not route.before_password:
            return _go(request, "/password")
        if not may_enter(visit.member.role, route.role):
            await write(request, record, request, "access.refused", f"page:{route.path}")
            return refuse(request, 403, "errors.forbidden")
    if request.method not in SAFE and route.csrf and not await _has_token(request, visit):
        return refuse(request, 403, "errors.csrf")
    return None


def _check_numbers(request: Request) -> None:
    # No row has a number that its column could not hold.
    if any(isinstance(one, int) and one > _LARGEST for one in request.path_params.values()):
        raise HTTPException(404)


async def _has_token(request: Request, visit: Visit) -> bool:
    # A browser tells where a request comes from; what another site sends is never ours.
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    given = request.headers.get("x-csrf-token")
    if given is None:
        given = str((await request.form()).get("csrf", ""))
    return visit.owns(given)


def _ask_to_sign_in(request: Request) -> Response:
    if request.method not in SAFE and not is_htmx(request):
        return refuse(request, 401, "errors.signed_out")
    # A stream, or a script's own request, must not be answered with a whole page.
    accepted = request.headers.get("accept", "")
    if is_htmx(request) or accepted.startswith(("text/event-stream", "application/json")):
        return Response(status_code=401, headers={"HX-Redirect": f"{ROOT}/sign-in"})
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{ROOT}/sign-in?next={quote(path, safe='')}", status_code=303)


def _go(request: Request, path: str) -> Response:
    if is_htmx(request):
        return Response(status_code=403, headers={"HX-Redirect": ROOT + path})
    return RedirectResponse(ROOT + path, status_code=303)


async def _make_sure_it_is_recorded(route: DeskRoute, request: Request) -> None:
    if current(request).member is not None and not was_recorded(request):
        await write(request, record, request, f"{request.method} {route.path}", "page")


def _key(status: int) -> str:
    names = {403: "forbidden", 404: "not_found", 405: "not_found", 413: "too_large"}
    return f"errors.{names.get(status, 'bad_request' if status < 500 else 'internal')}"


def _dressed(request: Request, response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    flash.keep(request, response)
    visit = current(request)
    if visit.member is not None:
        remember_language(request, response, visit.language)
    if visit.is_new and visit.token and not getattr(request.state, "token_was_set", False):
        set_token(response, settings_of(request), visit.token)
    return response


def _bounded(request: Request, max_bytes: int) -> Request:
    """The same request, whose body is not read beyond a limit, whatever length it says."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > max_bytes:
            raise HTTPException(413)
        return message

    return Request(request.scope, cast(Receive, receive), request._send)

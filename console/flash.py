"""Messages that outlive one redirect, in a sealed cookie: what was done, or why it was not."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console.words import say
from store import keys

_COOKIE = "sahayak_flash"
_SECONDS = 60
KINDS = ("done", "warning", "error")


def flash(request: Request, kind: str, key: str, **values: Any) -> None:
    """Shows a sentence on the next page.

    Args:
        request: of the change.
        kind: `done`, `warning` or `error`.
        key: of the sentence.
        values: for its places; no identifier of a person.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {KINDS}")
    _waiting(request).append([kind, key, values])


def take(request: Request, language: str) -> list[tuple[str, str]]:
    """Kind and sentence of what is to be shown now; it is not shown again."""
    found = [*_carried(request), *_waiting(request)]
    _waiting(request).clear()
    request.state.flash_was_shown = True
    return [(kind, say(key, language, **values)) for kind, key, values in found]


def keep(request: Request, response: Response) -> None:
    """Carries what was not shown yet over to the next page."""
    waiting = _waiting(request)
    if waiting:
        content = json.dumps([*_carried(request), *waiting], ensure_ascii=False).encode()
        response.set_cookie(
            _COOKIE,
            keys.seal_bytes("desk-flash", content),
            max_age=_SECONDS,
            path="/desk",
            httponly=True,
            samesite="lax",
        )
    elif getattr(request.state, "flash_was_shown", False) and _COOKIE in request.cookies:
        response.delete_cookie(_COOKIE, path="/desk", httponly=True, samesite="lax")


def _waiting(request: Request) -> list[Any]:
    if not hasattr(request.state, "flashes"):
        request.state.flashes = []
    return request.state.flashes


def _carried(request: Request) -> list[Any]:
    content = keys.unseal_bytes("desk-flash", request.cookies.get(_COOKIE, ""))
    return json.loads(content) if content else []

"""Renders templates and redirects: what an endpoint returns."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from console import flash, times, words
from console.registry import PACKAGES, all_routes
from console.roles import may_enter
from console.routing import DeskRoute
from console.visits import Visit

HERE = Path(__file__).parent
STATIC = HERE / "static"
ROOT = "/desk"


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page, or a fragment, in the visitor's language.

    Args:
        request: of a guarded route.
        template: `calls/screen.html` is `console/calls/templates/screen.html`.
        status: 422 for a form with mistakes.
        context: for the template, beside `t`, `both`, `visit`, `me`, `language`, `csrf`, `path`.
    """
    visit: Visit = request.state.visit
    page = environment().get_template(template)
    text = page.render(_surroundings(request, visit), **context)
    return HTMLResponse(text, status_code=status, headers={"Content-Language": visit.language})


def redirect(request: Request, path: str) -> Response:
    """After a change: the browser gets `path` (below /desk), also when htmx asked."""
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": ROOT + path})
    return RedirectResponse(ROOT + path, status_code=303)


def refuse(request: Request, status: int, key: str, **values: Any) -> Response:
    """An error page that says what to do; for htmx the sentence alone, which desk.js shows.

    Args:
        request: with or without a visit.
        status: HTTP.
        key: of a section with `title` and `text`.
        values: for the text.
    """
    if not hasattr(request.state, "visit"):
        request.state.visit = Visit("", "hi", is_new=True)
    language = request.state.visit.language
    text = words.say(f"{key}.text", language, **values)
    if is_htmx(request):
        return PlainTextResponse(text, status_code=status)
    title = words.say(f"{key}.title", language)
    return render(request, "refusal.html", status=status, title=title, text=text)


def menu_of(role: str) -> list[DeskRoute]:
    """The routes that stand in the menu of a role."""
    return [route for route in all_routes() if route.nav and may_enter(role, route.role)]


def is_htmx(request: Request) -> bool:
    """Whether a part of a page is being replaced."""
    return request.headers.get("hx-request") == "true"


@cache
def environment() -> Environment:
    """Jinja with our filters: escaping everything, and refusing names it does not know."""
    folders = {name: FileSystemLoader(HERE / name / "templates") for name in PACKAGES}
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(when=times.when, day=times.day)
    made.globals.update(root=ROOT, version=_fingerprint(), both=words.both)
    return made


def _surroundings(request: Request, visit: Visit) -> dict[str, Any]:
    path = request.url.path
    return {
        "t": partial(_say, visit.language),
        "language": visit.language,
        "other": "en" if visit.language == "hi" else "hi",
        "visit": visit,
        "me": visit.member,
        "csrf": visit.csrf,
        "path": path,
        "stay": f"{path}?{request.url.query}" if request.url.query else path,
        "menu": _menu(visit, path),
        "flashes": partial(flash.take, request, visit.language),
    }


def _say(language: str, key: str, **values: Any) -> str:
    return words.say(key, language, **values)


def _menu(visit: Visit, path: str) -> list[dict[str, Any]]:
    if visit.member is None or visit.member.must_change_password:
        return []
    mine = [
        route for route in all_routes() if route.nav and may_enter(visit.member.role, route.role)
    ]
    return [
        {"href": ROOT + route.path, "key": route.nav, "is_here": path == ROOT + route.path}
        for route in mine
    ]


@cache
def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]

"""Reads forms: text only, trimmed, with mistakes as sentences by field."""

from collections.abc import Mapping

from starlette.requests import Request

from console.visits import current
from console.words import say

Errors = dict[str, str]


async def read_form(request: Request) -> dict[str, str]:
    """The form's text fields without blanks at their ends; of repeated ones the last.

    Passwords lose their blanks too, here as when they are set.
    """
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


def required(request: Request, form: Mapping[str, str], *names: str) -> Errors:
    """A sentence for each field that is missing or empty."""
    language = current(request).language
    return {name: say("core.form.required", language) for name in names if not form.get(name)}


def choice(form: Mapping[str, str], name: str, allowed: frozenset[str] | tuple[str, ...]) -> str:
    """A field that is one of several values, else nothing."""
    given = form.get(name, "")
    return given if given in allowed else ""


def safe_next(path: str, default: str = "/") -> str:
    """Where to go on, below /desk; never to another site.

    Returns:
        A path without /desk, as `pages.redirect` takes it.

    >>> safe_next("/desk/tickets?page=2"), safe_next("//x.example"), safe_next("/desk//x.example")
    ('/tickets?page=2', '/', '/')
    """
    rest = path.removeprefix("/desk")
    is_ours = path.startswith("/desk/") and not rest.startswith("//") and "\\" not in rest
    return rest if is_ours and rest.isprintable() else default

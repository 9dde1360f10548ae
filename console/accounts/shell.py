"""The first page, and the switch of language."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.forms import choice, read_form, safe_next
from console.pages import ROOT, menu_of, redirect, render
from console.threads import write
from console.visits import current, member, set_language, settings_of
from console.words import LANGUAGES
from store import staff


async def home(request: Request) -> Response:
    """Leads to the first page of the menu that the account may open."""
    menu = menu_of(member(request).role)
    if menu:
        return redirect(request, menu[0].path)
    return render(request, "accounts/home.html")


async def switch_language(request: Request) -> Response:
    """Remembers the language, in the account and in the browser, and stays on the page."""
    form = await read_form(request)
    visit = current(request)
    language = choice(form, "language", LANGUAGES) or visit.language
    if visit.member is not None:
        await write(request, staff.save_language, visit.member.id, language)
    response = RedirectResponse(ROOT + safe_next(form.get("next", "")), status_code=303)
    set_language(response, settings_of(request), language)
    return response

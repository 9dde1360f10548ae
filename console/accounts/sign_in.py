"""Signing in with a password, and signing out."""

from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts import entering, oidc_provider, passwords
from console.auditing import record_as
from console.flash import flash
from console.forms import read_form, required, safe_next
from console.pages import redirect, render
from console.threads import work, write
from console.times import now
from console.visits import current, settings_of
from console.words import say
from store import staff, staff_tries
from store.models_staff import Staff


async def sign_in(request: Request) -> Response:
    """The form, and what it brings."""
    visit = current(request)
    if visit.member is not None:
        return redirect(request, "/")
    if visit.pending is not None and request.method == "GET" and not request.query_params:
        return redirect(request, "/sign-in/code")
    if request.method == "GET":
        return _form(request, {"next": request.query_params.get("next", "")}, {})
    form = await read_form(request)
    errors = required(request, form, "login", "password")
    if errors:
        return _form(request, form, errors)
    found, is_admitted = await write(request, _take_try, form["login"])
    stored = found.password_hash if found is not None and is_admitted else None
    # A login that nobody has, and one that is locked out, take as long as a wrong password.
    is_right = await work(request, passwords.verify, stored, form["password"])
    if not is_right or found is None or not found.is_active:
        await write(request, _note_refusal, request, found)
        key = "accounts.sign_in.wrong" if is_admitted else "accounts.sign_in.locked"
        return _form(request, form, {"login": say(key, visit.language)})
    fresh = await _rehashed(request, found, form["password"])
    return await _go_on(request, found, fresh, form.get("next", ""))


async def sign_out(request: Request) -> Response:
    """Ends the session on the server; the browser's token is void."""
    await write(request, entering.leave, request)
    flash(request, "done", "accounts.sign_in.signed_out")
    return entering.carry(request, redirect(request, "/sign-in"))


async def _go_on(request: Request, found: Staff, fresh: str | None, after: str) -> Response:
    def enter(db: Session) -> str:
        if fresh is not None:
            staff.save_password(db, found.id, fresh, must_change=found.must_change_password)
        if found.totp_sealed is not None:
            return entering.await_code(db, request, found)
        return entering.enter(db, request, found, way="password")

    token = await write(request, enter)
    path = safe_next(after)
    if found.totp_sealed is not None:
        path = f"/sign-in/code?next={quote(after, safe='')}"
    return entering.carry(request, redirect(request, path), token)


async def _rehashed(request: Request, found: Staff, password: str) -> str | None:
    stored = str(found.password_hash)
    if not passwords.needs_rehash(stored):
        return None
    return await work(request, passwords.make_hash, password)


def _take_try(db: Session, login: str) -> tuple[Staff | None, bool]:
    is_admitted = staff_tries.take(db, login, now=now())
    return staff.fetch_by_login(db, login), is_admitted


def _note_refusal(db: Session, request: Request, found: Staff | None) -> None:
    # What was typed as a login may be a password: only logins that exist are written down.
    subject = "staff:-" if found is None else f"staff:{found.id}"
    record_as(db, request, "-", "session.refused", subject)


def _form(request: Request, form: dict[str, str], errors: dict[str, str]) -> Response:
    return render(
        request,
        "accounts/sign_in.html",
        status=422 if errors else 200,
        form=form,
        errors=errors,
        has_oidc=oidc_provider.is_configured(settings_of(request)),
    )

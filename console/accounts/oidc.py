"""Single sign-on: there, and back. Only accounts that an administrator made can enter."""

import json
import logging

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.accounts import entering, oidc_provider
from console.accounts.oidc_provider import Attempt, Identity, SignOnRefused
from console.auditing import record_as
from console.flash import flash
from console.forms import safe_next
from console.pages import ROOT, redirect, refuse
from console.threads import write
from console.visits import plain_cookie, settings_of
from store import keys, staff
from store.errors import ServiceUnavailable
from store.settings import Settings

log = logging.getLogger(__name__)

_COOKIE = "sahayak_sign_on"
_SECONDS = 600


async def start(request: Request) -> Response:
    """Sends the browser to the provider."""
    settings = settings_of(request)
    if not oidc_provider.is_configured(settings):
        return refuse(request, 404, "errors.not_found")
    attempt = oidc_provider.new_attempt(request.query_params.get("next", ""))
    try:
        url = await oidc_provider.address(settings, attempt, _back(settings))
    except (SignOnRefused, ServiceUnavailable) as error:
        return _failed(request, error, "accounts.oidc.silent")
    response = RedirectResponse(url, status_code=303)
    sealed = keys.seal_bytes("desk-oidc", json.dumps(attempt.as_json()).encode())
    response.set_cookie(_COOKIE, sealed, max_age=_SECONDS, **plain_cookie(settings))
    return response


async def come_back(request: Request) -> Response:
    """What the provider says; the attempt is over either way."""
    settings = settings_of(request)
    attempt = _remembered(request)
    if attempt is None or not oidc_provider.is_configured(settings):
        return _failed(request, None, "accounts.oidc.anew")
    returned = f"{_back(settings)}?{request.url.query}"
    try:
        identity = await oidc_provider.identify(settings, attempt, _back(settings), returned)
    except ServiceUnavailable as error:
        return _failed(request, error, "accounts.oidc.silent")
    except SignOnRefused as error:
        return _failed(request, error, "accounts.oidc.refused")
    token, awaits_code = await write(request, _enter, request, identity)
    if token is None:
        return _failed(request, None, "accounts.oidc.unknown")
    after = "/sign-in/code" if awaits_code else safe_next(attempt.after)
    return _forget(entering.carry(request, redirect(request, after), token), settings)


def _enter(db: Session, request: Request, identity: Identity) -> tuple[str | None, bool]:
    """A token for the account that is linked, and whether its second factor is still due."""
    who = staff.fetch_by_identity(db, identity.subject, identity.email)
    if who is None:
        record_as(db, request, "-", "session.refused", "staff:-", way="oidc")
        return None, False
    if who.oidc_subject is None:
        staff.link_identity(db, who.id, identity.subject)
        record_as(db, request, who.login, "staff.sign_on_linked", f"staff:{who.id}")
    if who.totp_sealed is not None:
        return entering.await_code(db, request, who), True
    return entering.enter(db, request, who, way="oidc"), False


def _back(settings: Settings) -> str:
    return f"{settings.public_url}{ROOT}/sign-in/oidc/back"


def _remembered(request: Request) -> Attempt | None:
    content = keys.unseal_bytes("desk-oidc", request.cookies.get(_COOKIE, ""))
    return Attempt(**json.loads(content)) if content else None


def _failed(request: Request, error: Exception | None, key: str) -> Response:
    if error is not None:
        log.warning("single sign-on failed: %s", error)
    flash(request, "error", key)
    return _forget(redirect(request, "/sign-in"), settings_of(request))


def _forget(response: Response, settings: Settings) -> Response:
    response.delete_cookie(_COOKIE, **plain_cookie(settings))
    return response

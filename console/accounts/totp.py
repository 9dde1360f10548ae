"""The second factor of one's own account: on, off, new recovery codes."""

import json

import pyotp
import segno
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts import codes
from console.accounts.password import is_own
from console.auditing import record
from console.flash import flash
from console.forms import read_form
from console.pages import redirect, render
from console.threads import write
from console.times import now
from console.visits import member
from console.words import say
from store import keys, staff_totp

_PURPOSE = "desk-totp-setup"


async def set_up(request: Request) -> Response:
    """Shows a secret as QR code; it counts once the telephone has shown its first code."""
    who = member(request)
    if who.has_totp:
        return redirect(request, "/account")
    if request.method == "GET":
        return _form(request, pyotp.random_base32(), {})
    form = await read_form(request)
    secret = _unpack(form.get("sealed", ""), who.id)
    if secret is None:
        return _form(
            request, pyotp.random_base32(), {"code": say("accounts.totp.anew", who.language)}
        )
    steps = codes.matching_steps(secret, form.get("code", ""), now=now())
    if not steps:
        return _form(request, secret, {"code": say("accounts.totp.wrong", who.language)})
    made = await write(request, _switch_on, request, who.id, secret, steps[-1])
    return render(request, "accounts/recovery_codes.html", codes=made)


async def switch_off(request: Request) -> Response:
    """Asks for the password once more, then a password is enough."""
    asking = await _ask_password(request, "accounts/totp_off.html")
    if asking is not None:
        return asking
    await write(request, _switch_off, request, member(request).id)
    flash(request, "done", "accounts.totp.is_off")
    return redirect(request, "/account")


async def renew_codes(request: Request) -> Response:
    """Asks for the password once more, then shows new recovery codes."""
    asking = await _ask_password(request, "accounts/totp_codes.html")
    if asking is not None:
        return asking
    made = await write(request, _renew_codes, request, member(request).id)
    return render(request, "accounts/recovery_codes.html", codes=made)


async def _ask_password(request: Request, template: str) -> Response | None:
    """The page that asks; None when the request brings the right password."""
    who = member(request)
    if not who.has_totp:
        return redirect(request, "/account")
    if request.method == "GET":
        return render(request, template, errors={})
    if await is_own(request, (await read_form(request)).get("password", "")):
        return None
    errors = {"password": say("accounts.password.wrong", who.language)}
    return render(request, template, status=422, errors=errors)


def _switch_on(db: Session, request: Request, staff_id: int, secret: str, step: int) -> list[str]:
    made = staff_totp.switch_on(db, staff_id, secret, step)
    record(db, request, "staff.totp_on", f"staff:{staff_id}")
    return made


def _switch_off(db: Session, request: Request, staff_id: int) -> None:
    staff_totp.switch_off(db, staff_id)
    record(db, request, "staff.totp_off", f"staff:{staff_id}")


def _renew_codes(db: Session, request: Request, staff_id: int) -> list[str]:
    made = staff_totp.renew_codes(db, staff_id)
    record(db, request, "staff.recovery_codes_renewed", f"staff:{staff_id}")
    return made


def _form(request: Request, secret: str, errors: dict[str, str]) -> Response:
    who = member(request)
    address = codes.address(secret, who.login)
    sealed = json.dumps([who.id, secret]).encode()
    return render(
        request,
        "accounts/totp.html",
        status=422 if errors else 200,
        errors=errors,
        sealed=keys.seal_bytes(_PURPOSE, sealed),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=2),
    )


def _unpack(sealed: str, staff_id: int) -> str | None:
    content = keys.unseal_bytes(_PURPOSE, sealed)
    owner, secret = json.loads(content) if content else (None, "")
    return secret if owner == staff_id else None

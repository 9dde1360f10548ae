"""Starting and ending a session: every step up gets a new token, the old one is void."""

import secrets

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts.device import name_device
from console.auditing import record_as
from console.times import now
from console.visits import current, set_token, settings_of
from store import staff, staff_sessions, staff_tries
from store.models_staff import Staff


def enter(db: Session, request: Request, who: Staff, *, way: str) -> str:
    """Signs a browser in, within a transaction; the token that `carry` then sets.

    Args:
        db: a transaction.
        request: whose browser.
        who: the account, which has shown all it must.
        way: how, for the audit log: `password`, `totp`, `recovery_code`, `oidc`.
    """
    token = _replace(db, request, who, "full")
    staff_tries.clear(db, who.login)
    staff.note_sign_in(db, who.id, now=now())
    record_as(db, request, who.login, "session.started", f"staff:{who.id}", way=way)
    return token


def await_code(db: Session, request: Request, who: Staff) -> str:
    """The first factor was right, the second is awaited; the token that `carry` then sets."""
    return _replace(db, request, who, "totp")


def leave(db: Session, request: Request) -> None:
    """Ends the browser's session."""
    visit = current(request)
    gone = visit.member or visit.pending
    if gone is not None and visit.session_id is not None:
        staff_sessions.end(db, gone.id, visit.session_id)
        record_as(db, request, gone.login, "session.ended", f"staff:{gone.id}")


def carry(request: Request, response: Response, token: str | None = None) -> Response:
    """The response, with a token for the browser: a new one of nobody's by default."""
    set_token(response, settings_of(request), token or secrets.token_urlsafe(32))
    request.state.token_was_set = True
    return response


def _replace(db: Session, request: Request, who: Staff, stage: str) -> str:
    visit = current(request)
    before = visit.member or visit.pending
    if before is not None and visit.session_id is not None:
        staff_sessions.end(db, before.id, visit.session_id)
    token = secrets.token_urlsafe(32)
    device = name_device(request.headers.get("user-agent", ""))
    staff_sessions.start(db, who.id, token, stage=stage, device=device, now=now())
    return token

"""Who is at the other end of a request: the cookie, the session behind it, the language."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.threads import read, write
from console.times import now
from console.words import LANGUAGES
from store import keys, staff_sessions
from store.models_staff import Staff
from store.settings import Settings

_LANGUAGE_COOKIE = "sahayak_language"
_LONGEST_TOKEN = 64


@dataclass(frozen=True)
class Member:
    """The account that is signed in."""

    id: int
    login: str
    name: str
    role: str
    language: str
    must_change_password: bool
    has_totp: bool


@dataclass(frozen=True)
class Visit:
    """One request's caller. `member` is signed in; `pending` still owes the second factor."""

    token: str
    language: str
    member: Member | None = None
    pending: Member | None = None
    session_id: int | None = None
    is_new: bool = False

    @property
    def csrf(self) -> str:
        """What every form of this browser carries."""
        return keys.digest("desk-csrf", self.token)

    def owns(self, csrf: str) -> bool:
        """Whether a form was made for this browser."""
        return not self.is_new and keys.matches("desk-csrf", csrf, self.token)


def current(request: Request) -> Visit:
    """The visit that the guard opened."""
    return request.state.visit


def member(request: Request) -> Member:
    """The account that is signed in; the guard let nobody else through.

    Raises:
        LookupError: the route is open to anybody, and nobody is signed in.
    """
    found = current(request).member
    if found is None:
        raise LookupError("nobody is signed in")
    return found


async def open_visit(request: Request) -> Visit:
    """Reads cookie and session; a browser without either gets a token for its forms."""
    settings = settings_of(request)
    spoken = request.cookies.get(_LANGUAGE_COOKIE, "")
    language = spoken if spoken in LANGUAGES else "hi"
    token = request.cookies.get(cookie_name(settings), "")
    if not token or len(token) > _LONGEST_TOKEN:
        return Visit(secrets.token_urlsafe(32), language, is_new=True)
    found, is_due = await read(request, _fetch, token, limits_of(settings), now())
    if found is None:
        return Visit(token, language)
    if is_due:
        await write(request, staff_sessions.touch, found.id, now=now())
    who = _card(found.staff)
    if found.stage == "totp":
        return Visit(token, who.language, pending=who, session_id=found.id)
    return Visit(token, who.language, member=who, session_id=found.id)


async def is_live(request: Request) -> bool:
    """Whether the visit's session still counts: for streams, which outlive their first check."""
    visit = current(request)
    limits = limits_of(settings_of(request))
    found, _ = await read(request, _fetch, visit.token, limits, now())
    return found is not None and found.stage == "full"


def limits_of(settings: Settings) -> staff_sessions.Limits:
    """How long sessions last here."""
    return staff_sessions.Limits(
        idle=timedelta(minutes=settings.desk_idle_minutes),
        absolute=timedelta(hours=settings.desk_session_hours),
    )


def settings_of(request: Request) -> Settings:
    """Settings of the instance."""
    return request.app.state.services.settings


def cookie_name(settings: Settings) -> str:
    """Under https the prefix keeps neighbouring hosts from planting a cookie of theirs."""
    return "__Host-sahayak_desk" if _is_https(settings) else "sahayak_desk"


def set_token(response: Response, settings: Settings, token: str) -> None:
    """Gives the browser its token; it ends with the browser, or on the server before."""
    response.set_cookie(cookie_name(settings), token, **plain_cookie(settings))


def set_language(response: Response, settings: Settings, language: str) -> None:
    """Remembers the language of a browser, for the pages before signing in."""
    year = 365 * 24 * 3600
    response.set_cookie(_LANGUAGE_COOKIE, language, max_age=year, **plain_cookie(settings))


def remember_language(request: Request, response: Response, language: str) -> None:
    """Gives a browser that has chosen none the language of the account it is used with."""
    given = response.headers.getlist("set-cookie")
    is_chosen = any(line.startswith(f"{_LANGUAGE_COOKIE}=") for line in given)
    if _LANGUAGE_COOKIE not in request.cookies and not is_chosen:
        set_language(response, settings_of(request), language)


def plain_cookie(settings: Settings) -> dict[str, Any]:
    """What all our cookies are: out of scripts' reach, not sent by other sites' forms."""
    # `__Host-` wants the path to be /.
    secure = _is_https(settings)
    path = "/" if secure else "/desk"
    return {"path": path, "httponly": True, "samesite": "lax", "secure": secure}


def _fetch(
    db: Session, token: str, limits: staff_sessions.Limits, moment: datetime
) -> tuple[staff_sessions.OpenSession | None, bool]:
    found = staff_sessions.fetch_open(db, token, limits, now=moment)
    if found is None:
        return None, False
    return found, staff_sessions.needs_touch(db, found.id, now=moment)


def _card(staff: Staff) -> Member:
    return Member(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        role=staff.role,
        language=staff.language,
        # Single sign-on alone has no password to change.
        must_change_password=staff.must_change_password and staff.password_hash is not None,
        has_totp=staff.totp_sealed is not None,
    )


def _is_https(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")

"""Accounts of the helpdesk's staff."""

import re
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from store.models_staff import ROLES, Staff

_columns = Staff.__table__.c
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


class LoginTaken(Exception):
    """Another account has this login or this e-mail address."""


class LastAdministrator(Exception):
    """The change would leave nobody who can administer accounts."""


def clean_login(login: str) -> str:
    """How a login is stored and compared: `" Asha.Verma "` is `asha.verma`."""
    return login.strip().lower()[:60]


def is_login(login: str) -> bool:
    """Whether a login can be given out: 2 to 60 letters a-z, digits, dots, dashes.

    >>> is_login("asha.verma"), is_login("आशा")
    (True, False)
    """
    return _LOGIN.fullmatch(login) is not None


def create(
    session: Session,
    *,
    login: str,
    name: str,
    role: str,
    language: str = "hi",
    email: str | None = None,
    now: datetime,
) -> int:
    """A new account without a password; its id.

    Raises:
        LoginTaken: login or e-mail address belong to another account.
        ValueError: there is no such role, or the login has other characters.
    """
    if role not in ROLES or not is_login(login):
        raise ValueError("an account needs a known role and a plain login")
    row = Staff(
        login=login,
        name=name[:120],
        role=role,
        language=language,
        email=email or None,
        must_change_password=False,
        is_active=True,
        totp_step=0,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise LoginTaken from None
    return int(row.id)


def fetch(session: Session, staff_id: int) -> Staff | None:
    """An account by its id."""
    return session.get(Staff, staff_id)


def fetch_by_login(session: Session, login: str) -> Staff | None:
    """An account by its login."""
    return session.execute(select(Staff).where(_columns.login == clean_login(login))).scalar()


def fetch_page(session: Session, *, offset: int, limit: int) -> tuple[list[Staff], int]:
    """Accounts by login, and how many there are."""
    total = session.execute(select(func.count()).select_from(Staff)).scalar_one()
    query = select(Staff).order_by(_columns.login).offset(offset).limit(limit)
    return list(session.execute(query).scalars()), int(total)


def save_language(session: Session, staff_id: int, language: str) -> None:
    """The language of an account's pages."""
    _set(session, staff_id, language=language)


def save_role(session: Session, staff_id: int, role: str) -> None:
    """What an account may do from its next request on.

    Raises:
        LastAdministrator: it is the last one that is active.
    """
    if role != "administrator":
        _keep_an_administrator(session, staff_id)
    _set(session, staff_id, role=role)


def save_active(session: Session, staff_id: int, *, is_active: bool) -> None:
    """Switches an account off, or on again.

    Raises:
        LastAdministrator: it is the last one that is active.
    """
    if not is_active:
        _keep_an_administrator(session, staff_id)
    _set(session, staff_id, is_active=is_active)


def save_password(
    session: Session, staff_id: int, password_hash: str, *, must_change: bool = False
) -> None:
    """The Argon2 hash of an account's password."""
    _set(session, staff_id, password_hash=password_hash, must_change_password=must_change)


def require_new_password(session: Session, staff_id: int) -> None:
    """The account can do nothing before it has chosen another password."""
    _set(session, staff_id, must_change_password=True)


def save_email(session: Session, staff_id: int, email: str | None) -> None:
    """The address by which single sign-on knows the account; forgets whom it was linked to.

    Raises:
        LoginTaken: another account has it.
    """
    try:
        with session.begin_nested():
            _set(session, staff_id, email=email or None, oidc_subject=None)
    except IntegrityError:
        raise LoginTaken from None


def fetch_by_identity(session: Session, subject: str, email: str | None) -> Staff | None:
    """The active account linked to a person of single sign-on.

    Before the first time it is found by its e-mail address; afterwards by its subject alone, so
    that nobody who is given the address later gets the account.
    """
    known = select(Staff).where(_columns.is_active.is_(True))
    linked = session.execute(known.where(_columns.oidc_subject == subject)).scalar()
    if linked is not None or email is None:
        return linked
    waiting = known.where(_columns.email == email, _columns.oidc_subject.is_(None))
    return session.execute(waiting).scalar()


def link_identity(session: Session, staff_id: int, subject: str) -> None:
    """Links an account to a person of single sign-on."""
    _set(session, staff_id, oidc_subject=subject)


def note_sign_in(session: Session, staff_id: int, *, now: datetime) -> None:
    """When an account was last used."""
    _set(session, staff_id, last_signed_in_at=now)


def _set(session: Session, staff_id: int, **values: object) -> None:
    session.execute(
        update(Staff)
        .where(_columns.id == staff_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def _keep_an_administrator(session: Session, staff_id: int) -> None:
    # Locked on PostgreSQL, so that two cannot switch each other off at once.
    query = (
        select(_columns.id)
        .where(_columns.role == "administrator", _columns.is_active.is_(True))
        .with_for_update()
    )
    found = set(session.execute(query).scalars())
    if found == {staff_id}:
        raise LastAdministrator

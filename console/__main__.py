"""`python -m console`: create-admin, verify-audit, reset-totp."""

import argparse
import getpass
import sys
from collections.abc import Sequence

from sqlalchemy.orm import Session

from console.accounts import passwords
from console.accounts.staff_list import invitation_link
from console.times import now, when
from console.words import say
from store import audit, staff, staff_invitations, staff_sessions, staff_totp, staff_tries
from store.engine import session
from store.errors import StoreError
from store.migrate import migrate
from store.settings import settings

_ACTOR = "python -m console"


class Refused(Exception):
    """The command cannot do that; the text says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 the log is broken or database trouble, 2 wrong use."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        parser.print_help()
        return 0
    try:
        migrate()
        if chosen.command == "verify-audit":
            return _verify(chosen.against, only_anchor=chosen.anchor)
        login = staff.clean_login(chosen.login)
        if chosen.command == "reset-totp":
            return _reset_totp(login)
        return _create_admin(login, chosen.name or login, ask=chosen.ask_password)
    except (Refused, ValueError) as error:
        return _fail(str(error), 2)
    except StoreError as error:
        return _fail(f"{error}; try again", 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m console", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    create = commands.add_parser(
        "create-admin", help="an administrator's account, or a new way into one"
    )
    create.add_argument("--login", required=True, help="such as asha.verma")
    create.add_argument("--name", default="", help="as the pages show it")
    create.add_argument(
        "--ask-password",
        action="store_true",
        help="ask for a first password, to be changed at sign-in, instead of printing a link",
    )
    verify = commands.add_parser("verify-audit", help="is the audit log as it was written?")
    verify.add_argument("--anchor", action="store_true", help="print only what to keep elsewhere")
    verify.add_argument("--against", default="", metavar="ANCHOR", help="an anchor that was kept")
    reset = commands.add_parser("reset-totp", help="take the second factor off an account")
    reset.add_argument("--login", required=True)
    return parser


def _create_admin(login: str, name: str, *, ask: bool) -> int:
    first = _ask_password(login) if ask else None
    with session() as db:
        staff_id = _find_or_create(db, login, name)
        staff_tries.clear(db, login)
        token = ""
        if first is None:
            token = staff_invitations.invite(db, staff_id, now=now())
        else:
            staff.save_password(db, staff_id, passwords.make_hash(first), must_change=True)
            staff_sessions.end_all(db, staff_id)
        _note(db, "staff.invited", staff_id, role="administrator")
    if token:
        return _say(f"Open within 72 hours, once: {invitation_link(settings, token)}")
    return _say(f"{login} can sign in, and must choose another password then")


def _find_or_create(db: Session, login: str, name: str) -> int:
    if not staff.is_login(login):
        raise Refused("a login has 2 to 60 characters: a-z, digits, dots, - and _")
    known = staff.fetch_by_login(db, login)
    if known is None:
        return staff.create(db, login=login, name=name, role="administrator", now=now())
    if known.role != "administrator" or not known.is_active:
        raise Refused(f"{login} is not an active administrator; choose another login")
    return int(known.id)


def _ask_password(login: str) -> str:
    first = getpass.getpass("Password: ")
    key = passwords.fault(first.strip(), login)
    if key is not None:
        raise Refused(say(key, "en"))
    if getpass.getpass("Again: ") != first:
        raise Refused(say("accounts.password.differs", "en"))
    return first.strip()


def _verify(against: str, *, only_anchor: bool) -> int:
    with session(read_only=True) as db:
        verdict = audit.verify(db, anchor=against)
    if not verdict.is_intact:
        reason = say(f"accounts.audit.reasons.{verdict.reason}", "en")
        return _fail(f"BROKEN at entry {verdict.broken_at}: {reason}", 1)
    if only_anchor:
        return _say(verdict.anchor)
    _say(f"{verdict.num_entries:,} entries are as they were written ({when(now())} IST)")
    return _say(f"anchor, to keep elsewhere: {verdict.anchor}")


def _reset_totp(login: str) -> int:
    with session() as db:
        known = staff.fetch_by_login(db, login)
        if known is None:
            raise Refused(f"there is no account {login}")
        staff_totp.switch_off(db, known.id)
        staff_sessions.end_all(db, known.id)
        _note(db, "staff.totp_reset", known.id)
    return _say(f"{login} signs in with the password alone, until the second step is set up anew")


def _note(db: Session, action: str, staff_id: int, **details: str) -> None:
    subject = f"staff:{staff_id}"
    audit.append(db, actor=_ACTOR, action=action, subject=subject, details=details, now=now())


def _say(text: str) -> int:
    sys.stdout.write(text + "\n")
    return 0


def _fail(text: str, status: int) -> int:
    sys.stderr.write(f"python -m console: {text}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())

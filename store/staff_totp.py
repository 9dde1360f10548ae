"""The second factor of an account: a sealed secret, and recovery codes as digests."""

import base64
import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from store.keys import seal, unseal
from store.models_staff import Staff, StaffRecoveryCode

_staff = Staff.__table__.c
_table = StaffRecoveryCode.__table__
_codes = _table.c

NUM_CODES = 10


def switch_on(session: Session, staff_id: int, secret: str, step: int) -> list[str]:
    """Keeps a secret whose first code was shown to be right; gives out recovery codes.

    Args:
        session: a transaction.
        staff_id: whose.
        secret: base32, as the telephone has it.
        step: the half-minute of that first code, which counts as used.
    """
    _set(session, staff_id, totp_sealed=seal(secret), totp_step=step)
    return renew_codes(session, staff_id)


def switch_off(session: Session, staff_id: int) -> None:
    """A password is enough from now on; the recovery codes are void."""
    _set(session, staff_id, totp_sealed=None)
    session.execute(_table.delete().where(_codes.staff_id == staff_id))


def fetch_secret(session: Session, staff_id: int) -> str | None:
    """The secret; None when the factor is off, or was sealed under a key that is gone."""
    sealed = session.execute(select(_staff.totp_sealed).where(_staff.id == staff_id)).scalar()
    return unseal(sealed) if sealed else None


def use_step(session: Session, staff_id: int, steps: Iterable[int]) -> bool:
    """Accepts the first of these half-minutes that is later than the last one accepted.

    No code counts twice, also of two requests that bring it at once.
    """
    for step in steps:
        done = session.execute(
            update(Staff)
            .where(_staff.id == staff_id, _staff.totp_step < step)
            .values(totp_step=step)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount:
            return True
    return False


def use_recovery_code(session: Session, staff_id: int, code: str) -> bool:
    """Accepts one of the recovery codes, once."""
    done = session.execute(
        _table.delete().where(_codes.staff_id == staff_id, _codes.code_digest == _digest(code))
    )
    return bool(done.rowcount)


def renew_codes(session: Session, staff_id: int) -> list[str]:
    """New recovery codes of 80 random bits, `XXXX-XXXX-XXXX-XXXX`; the old ones are void."""
    session.execute(_table.delete().where(_codes.staff_id == staff_id))
    made = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(NUM_CODES)]
    for code in made:
        session.add(StaffRecoveryCode(staff_id=staff_id, code_digest=_digest(code)))
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in made]


def num_codes(session: Session, staff_id: int) -> int:
    """How many recovery codes are left."""
    query = select(func.count()).select_from(StaffRecoveryCode).where(_codes.staff_id == staff_id)
    return int(session.execute(query).scalar_one())


def _set(session: Session, staff_id: int, **values: object) -> None:
    session.execute(
        update(Staff)
        .where(_staff.id == staff_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def _digest(code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

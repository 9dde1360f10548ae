"""What makes a password good enough, and how it is kept: Argon2id, the library's parameters."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
_COMMON = Path(__file__).with_name("common_passwords.txt")

hasher = PasswordHasher()


def fault(password: str, login: str) -> str | None:
    """Key of the sentence that says what is wrong with a new password; None when it will do.

    >>> fault("short", "asha"), fault("correct horse battery", "asha")
    ('accounts.password.too_short', None)
    """
    text = _plain(password)
    if len(text) < SHORTEST:
        return "accounts.password.too_short"
    if len(text) > LONGEST:
        return "accounts.password.too_long"
    letters = re.sub(r"[\W\d_]+", "", text.lower())
    if _is_login(text.lower(), login):
        return "accounts.password.is_login"
    if len(set(text)) < 5 or text.lower() in _common() or letters in _common():
        return "accounts.password.too_common"
    return None


def make_hash(password: str) -> str:
    """How a password is stored."""
    return hasher.hash(_plain(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether a password is right; takes as long for an account that does not exist."""
    try:
        is_right = hasher.verify(stored or nobodys(), _plain(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return is_right and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


@cache
def nobodys() -> str:
    """A hash that no password fits, for logins that do not exist."""
    return hasher.hash(secrets.token_hex(32))


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_login(text: str, login: str) -> bool:
    # "asha.verma2026" and "asha.verma!!!" are no better than the login itself.
    bare = re.sub(r"[\W\d_]+", "", login)
    rest = re.sub(r"[\W\d_]+", "", text)
    return text == login or (bool(bare) and rest in (bare, bare * 2))


def _plain(password: str) -> str:
    # The same letters may arrive composed or not, as the keyboard likes.
    return unicodedata.normalize("NFKC", password)

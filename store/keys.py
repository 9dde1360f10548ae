"""Keyed digests and sealed values, all under SECRET_KEY.

SECRET_KEY may list several keys, newest first, separated by commas: the first makes new values,
all of them read old ones. What is looked up by its digest is made with the last, the oldest: a new
key put in front loses no conversation. `docs/how-to/rotate-the-key.md` says when a key may go.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from store.settings import settings


def digest(purpose: str, *parts: str) -> str:
    """HMAC-SHA256 of `parts`, 64 hex characters, under a key of its own for each purpose."""
    return _digest(_derived(settings.secret_key, purpose)[0], parts)


def stable_digest(purpose: str, *parts: str) -> str:
    """Like `digest`, under the oldest key: for what is found again by its digest.

    Conversations, limits and repeats outlive a rotation so, until the oldest key is dropped.
    """
    return _digest(_derived(settings.secret_key, purpose)[-1], parts)


def is_sealed_by_newest(purpose: str, sealed: str) -> bool:
    """Whether the first of our keys opens a sealed value: then it need not be sealed again."""
    key = _derived(settings.secret_key, purpose)[0]
    try:
        Fernet(base64.urlsafe_b64encode(key)).decrypt(sealed.encode("ascii"))
    except (InvalidToken, UnicodeEncodeError):
        return False
    return True


def fingerprint(purpose: str, text: str) -> str:
    """A keyed digest for telling whether `text` changed, 32 hex characters."""
    key = _derived(settings.secret_key, purpose)[0]
    return hashlib.blake2b(text.encode(), digest_size=16, key=key).hexdigest()


def matches(purpose: str, stored: str, *parts: str) -> bool:
    """Whether `stored` is the digest of `parts` under any of our keys, in constant time."""
    found = False
    for key in _derived(settings.secret_key, purpose):
        # As bytes: of texts it compares ASCII only, and what is "stored" may come from outside.
        given = stored.encode("utf-8", "surrogatepass")
        found |= hmac.compare_digest(_digest(key, parts).encode(), given)
    return found


def seal(text: str) -> str:
    """Encrypts `text`."""
    return seal_bytes("vault", text.encode())


def unseal(sealed: str) -> str | None:
    """Decrypts, or None when none of our keys fits."""
    content = unseal_bytes("vault", sealed)
    return None if content is None else content.decode()


def seal_bytes(purpose: str, content: bytes) -> str:
    """Encrypts and authenticates under a key of its own for each purpose; URL-safe base64."""
    return _box(settings.secret_key, purpose).encrypt(content).decode("ascii")


def unseal_bytes(purpose: str, sealed: str) -> bytes | None:
    """Decrypts, or None when none of our keys for the purpose fits."""
    try:
        return _box(settings.secret_key, purpose).decrypt(sealed.encode("ascii"))
    except InvalidToken:
        return None


def _digest(key: bytes, parts: tuple[str, ...]) -> str:
    # The lengths keep ("ab", "c") apart from ("a", "bc").
    message = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    return hmac.digest(key, message.encode("utf-8", "surrogatepass"), "sha256").hex()


@lru_cache(maxsize=32)
def _derived(secret_key: str, purpose: str) -> tuple[bytes, ...]:
    secrets = [part.strip() for part in secret_key.split(",") if part.strip()]
    if not secrets:
        raise ValueError("SECRET_KEY is empty")
    return tuple(
        hmac.digest(secret.encode(), f"sahayak/{purpose}".encode(), hashlib.sha256)
        for secret in secrets
    )


@lru_cache(maxsize=8)
def _box(secret_key: str, purpose: str) -> MultiFernet:
    keys = _derived(secret_key, purpose)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])

"""Codes of the second factor: what a telephone shows in these half-minutes."""

import hmac
import re
from datetime import datetime

import pyotp

PERIOD = 30  # seconds
# A telephone's clock may be half a minute off.
_DRIFT = (-1, 0, 1)
ISSUER = "Sahayak"


def matching_steps(secret: str, given: str, *, now: datetime) -> list[int]:
    """The half-minutes about now whose code this is; mostly none or one.

    >>> from datetime import timezone
    >>> at = datetime.fromtimestamp(59, timezone.utc)
    >>> matching_steps("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287 082", now=at)
    [1]
    """
    code = re.sub(r"[\s-]", "", given)
    if not re.fullmatch(r"[0-9]{6}", code):
        return []
    clock = pyotp.TOTP(secret, interval=PERIOD)
    step = int(now.timestamp()) // PERIOD
    near = [step + drift for drift in _DRIFT if step + drift >= 0]
    return [at for at in near if hmac.compare_digest(clock.at(at * PERIOD), code)]


def address(secret: str, login: str) -> str:
    """What the QR code says to the telephone."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=login, issuer_name=ISSUER)

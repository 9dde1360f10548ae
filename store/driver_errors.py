"""What the drivers' errors mean."""

import sqlite3

# PostgreSQL's codes: lock not available, deadlock detected, serialization failure.
_BUSY_CODES = {"55P03", "40P01", "40001"}


def is_busy(error: BaseException | None) -> bool:
    """Whether somebody else has a lock, so that the same may succeed later."""
    if isinstance(error, sqlite3.OperationalError):
        return "locked" in str(error) or "busy" in str(error)
    return getattr(error, "pgcode", None) in _BUSY_CODES


def is_unreachable(error: BaseException | None) -> bool:
    """Whether PostgreSQL is away, going down or full."""
    if isinstance(error, sqlite3.OperationalError):
        # Nothing was written, and what is asked again later may be.
        return any(words in str(error) for words in ("is full", "disk I/O", "unable to open"))
    # A refused connection has no code; 57P.. is a server going down, 53... one that is full.
    if type(error).__module__.partition(".")[0] != "psycopg2":
        return False
    code = getattr(error, "pgcode", None)
    is_operational = type(error).__name__ == "OperationalError"
    return (is_operational and code is None) or str(code).startswith(("57P", "53", "08"))

"""`python -m store rotate-keys` and `retention`: their words, and the status they end with."""

from datetime import datetime, timezone

from store import retention_report, rotate
from store.settings import settings


def rotate_keys() -> tuple[str, int]:
    """Seals everything anew; status 1 when something could be opened with none of our keys."""
    done = rotate.rotate()
    lines = [
        f"{one.column}: sealed anew {one.sealed_anew:,}, "
        f"already {one.already:,}, lost {one.lost:,}"
        for one in done
    ]
    lost = sum(one.lost for one in done)
    if lost:
        lines.append(
            f"{lost:,} values open with none of SECRET_KEY's keys: they were sealed under a key "
            "that is not listed any more. Put it at the end of the list and run this again."
        )
    else:
        lines.append("Every sealed value opens with the first key of SECRET_KEY.")
    return "\n".join(lines), 1 if lost else 0


def report(language: str) -> tuple[str, int]:
    """What is kept and for how long; status 1 when something is older than it may be."""
    now = datetime.now(timezone.utc)
    found = retention_report.read(now=now, transcript_days=settings.transcript_days)
    return retention_report.render(found, language), int(any(one.num_overdue for one in found))

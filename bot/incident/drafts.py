"""Fills the templates with what this instance knows of itself; people fill in the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url

from store import audit, retention_report
from store.engine import session
from store.errors import StoreError
from store.settings import Settings

HERE = Path(__file__).parent
NAMES = ("cert_in.md", "board.md", "people.md")
INDIA = ZoneInfo("Asia/Kolkata")
CERT_IN, BOARD = timedelta(hours=6), timedelta(hours=72)
NOBODY = "**fill in: GRIEVANCE_CONTACT is not set**"


@dataclass(frozen=True)
class Incident:
    """What was noticed, and when (an aware time)."""

    noticed: datetime
    what: str


def write(folder: Path, incident: Incident, settings: Settings, *, now: datetime) -> list[Path]:
    """Writes the drafts into a new folder, readable by its owner only.

    Raises:
        FileExistsError: there are drafts of this moment already.
    """
    folder.mkdir(parents=True, mode=0o700)
    facts = gather(incident, settings, now=now)
    written = []
    for name in NAMES:
        text = Template((HERE / name).read_text(encoding="utf-8")).substitute(facts)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        written.append(path)
    return written


def gather(incident: Incident, settings: Settings, *, now: datetime) -> Mapping[str, str]:
    """The facts by their names in the templates. A store that is away is itself a fact."""
    held, chain = _look(settings, now)
    return {
        "noticed": _moment(incident.noticed),
        "noticed_day": f"{incident.noticed.astimezone(INDIA):%d-%m-%Y}",
        "cert_in_due": _moment(incident.noticed + CERT_IN),
        "board_due": _moment(incident.noticed + BOARD),
        "made": _moment(now),
        "what": incident.what or "**fill in**",
        "contact": settings.grievance_contact or NOBODY,
        "public_url": settings.public_url,
        "database": make_url(settings.database_url).get_backend_name(),
        "held": held,
        "audit": chain,
    }


def _look(settings: Settings, now: datetime) -> tuple[str, str]:
    try:
        kept = retention_report.read(
            now=now, transcript_days=settings.transcript_days, url=settings.database_url
        )
        with session(settings.database_url, read_only=True) as db:
            is_intact = audit.verify(db).is_intact
    except StoreError:
        away = "**fill in: the database cannot be read**"
        return f"| {away} | | | |", away
    rows = [
        f"| {one.words['what']['en']} | {one.words['why']['en']} | {one.num_rows}"
        f" | {_day(one.oldest)} |"
        for one in kept
        if one.num_rows
    ]
    found = "whole" if is_intact else "**changed: `python -m console verify-audit` says where**"
    return "\n".join(rows) or "| nothing | | 0 | |", found


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(INDIA):%d-%m-%Y %H:%M} (Indian time)"


def _day(oldest: datetime | date | None) -> str:
    if oldest is None:
        return "-"
    day = oldest.astimezone(INDIA) if isinstance(oldest, datetime) else oldest
    return f"{day:%d-%m-%Y}"

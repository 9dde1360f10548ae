"""What is kept, why, for how long, how much of it, and whether any is older than it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Date, and_, func, or_, select, true
from sqlalchemy.orm import Session

from store import consents, retention
from store.engine import session
from store.schema import Base

#: The sweep runs every few minutes; a gateway that was off for a day is no offence.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """One table: its words (`what`, `why`, `lasts`), how much it holds, what is overdue.

    `days` is None where no age ends it.
    """

    table: str
    words: Mapping[str, Mapping[str, str]]
    days: int | None
    num_rows: int
    oldest: datetime | date | None
    num_overdue: int


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The entries of `retention.yml`, by table."""
    text = Path(__file__).with_name("retention.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


def lives(transcript_days: int) -> dict[str, int]:
    """Days that each kind of life lasts, after the moment in `since`."""
    return {
        "expiry": 0,
        "codes": retention.CHALLENGE_DAYS,
        "counts": retention.COUNT_DAYS,
        "receipts": retention.RECEIPT_DAYS,
        "trackers": retention.TRACKER_DAYS,
        "chats": retention.CHAT_DAYS,
        "transcripts": transcript_days,
        "consents": transcript_days + retention.CONSENT_DAYS,
    }


def read(*, now: datetime, transcript_days: int, url: str | None = None) -> list[Kept]:
    """Looks into every table.

    Raises:
        StoreError: the database cannot be reached.
    """
    days = lives(transcript_days)
    with session(url, read_only=True) as db:
        return [
            _read(db, name, entry, days.get(entry.get("life", "")), now)
            for name, entry in entries().items()
        ]


def render(found: list[Kept], language: str) -> str:
    """The report in one language."""
    return "\n".join(_block(one, language) for one in found)


def _read(
    db: Session, name: str, entry: Mapping[str, Any], days: int | None, now: datetime
) -> Kept:
    table = Base.metadata.tables[name]
    holds = table.c[entry["holds"]].is_not(None) if "holds" in entry else true()
    moment = table.c[entry["since"]] if "since" in entry else None
    oldest = select(func.min(moment)).where(holds) if moment is not None else select(None)
    num_overdue = 0
    if days is not None:
        is_over = and_(holds, _is_over(table, moment, now - timedelta(days=days) - GRACE))
        num_overdue = _count(db, table, is_over)
    return Kept(
        table=name,
        words={key: entry[key] for key in ("what", "why", "lasts") if key in entry},
        days=days,
        num_rows=_count(db, table, holds),
        oldest=db.execute(oldest).scalar_one(),
        num_overdue=num_overdue,
    )


def _count(db: Session, table: Any, which: Any) -> int:
    return int(db.execute(select(func.count()).select_from(table).where(which)).scalar_one())


def _is_over(table: Any, moment: Any, before: datetime) -> Any:
    """As the sweep has it: some rows last longer than their own moment says."""
    if table.name == "consents":
        return consents.is_older(before)
    is_before = moment < (before.date() if isinstance(moment.type, Date) else before)
    if table.name == "outgoing":
        return and_(is_before, or_(table.c.not_before.is_(None), table.c.not_before < before))
    return is_before


_WORDS = {
    "hi": {
        "rows": "{rows:,} पंक्तियाँ",
        "oldest": ", सबसे पुरानी {oldest:%d-%m-%Y}",
        "why": "क्यों",
        "life": "कब तक",
        "days": "{days} दिन",
        "expiry": "समय पूरा होते ही",
        "overdue": "!! {overdue:,} पंक्तियाँ समय से पुरानी हैं: `python -m store sweep` चलाइए",
    },
    "en": {
        "rows": "{rows:,} rows",
        "oldest": ", the oldest of {oldest:%d-%m-%Y}",
        "why": "why",
        "life": "how long",
        "days": "{days} days",
        "expiry": "until its own time is up",
        "overdue": "!! {overdue:,} rows are older than they may be: run `python -m store sweep`",
    },
}


def _block(kept: Kept, language: str) -> str:
    words = _WORDS[language]
    count = words["rows"].format(rows=kept.num_rows)
    if kept.oldest is not None:
        count += words["oldest"].format(oldest=kept.oldest)
    if kept.days is None:
        life = kept.words["lasts"][language]
    else:
        life = words["days"].format(days=kept.days) if kept.days else words["expiry"]
    lines = [
        f"{kept.table}: {count}",
        f"    {kept.words['what'][language]}",
        f"    {words['why']}: {kept.words['why'][language]}",
        f"    {words['life']}: {life}",
    ]
    if kept.num_overdue:
        lines.append("    " + words["overdue"].format(overdue=kept.num_overdue))
    return "\n".join(lines)

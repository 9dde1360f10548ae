"""The days that the figures are for, as the address says them."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request

from console.times import INDIA, now
from store.analytics import Period

USUAL_DAYS = 30
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Asked:
    """The period, and what was wrong with the one asked for: `{"field": string key}`."""

    period: Period
    errors: dict[str, str]
    shown: dict[str, str]

    @property
    def query(self) -> str:
        """The period as the query of an address."""
        return f"from={self.period.first.isoformat()}&to={self.period.last.isoformat()}"


def read_period(request: Request) -> Asked:
    """Reads `?from=&to=` (ISO 8601); the last 30 days where they are missing or make no sense."""
    today = now().astimezone(INDIA).date()
    usual = Period(today - timedelta(days=USUAL_DAYS - 1), today)
    texts = {name: request.query_params.get(name, "").strip() for name in ("from", "to")}
    read = {name: _read(text) for name, text in texts.items() if text}
    errors = {name: "analytics.errors.no_date" for name, day in read.items() if day is None}
    first, last = read.get("from") or usual.first, read.get("to") or usual.last
    if not errors and first > last:
        errors["to"] = "analytics.errors.order"
    elif not errors and (last - first).days >= LONGEST_DAYS:
        errors["from"] = "analytics.errors.too_long"
    period = usual if errors else Period(first, last)
    shown = {
        "from": texts["from"] or period.first.isoformat(),
        "to": texts["to"] or period.last.isoformat(),
    }
    return Asked(period, errors, shown)


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

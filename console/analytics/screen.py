"""`/desk/analytics`: the figures of a period."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.analytics.period import read_period
from console.analytics.tables import TABLES, make_table
from console.analytics.titles import with_titles
from console.pages import render
from console.threads import read
from console.visits import current
from console.words import say
from store import analytics
from store.analytics import ASKED, Period

_GOOD = ("answered", "calculated", "status")


async def show(request: Request) -> Response:
    """The page; a period that makes no sense is said so, and the usual one is shown."""
    asked = read_period(request)
    language = current(request).language
    figures = await read(request, _fetch, asked.period, language)
    await with_titles(request.app.state.services, figures["tables"], language)
    return render(
        request,
        "analytics/screen.html",
        status=422 if asked.errors else 200,
        asked=asked,
        errors={name: say(key, language) for name, key in asked.errors.items()},
        **figures,
    )


def _fetch(db: Session, period: Period, language: str) -> dict[str, Any]:
    outcomes = dict(analytics.count_by(db, period, "outcome"))
    questions = sum(outcomes.get(name, 0) for name in ASKED)
    good = sum(outcomes.get(name, 0) for name in _GOOD)
    middle, slow = analytics.fetch_percentiles(db, period, (0.5, 0.95))
    liked = analytics.fetch_satisfaction(db, period)
    thumbs = liked.num_up + liked.num_down
    return {
        "tables": {name: make_table(name, db, period, language) for name in TABLES},
        "tiles": [
            ("messages", f"{sum(outcomes.values()):,}"),
            ("answered", _share(good, questions)),
            ("disambiguated", _share(outcomes.get("disambiguated", 0), questions)),
            ("refused", _share(outcomes.get("refused", 0), questions)),
            ("handed_over", f"{outcomes.get('handed_over', 0):,}"),
            ("satisfaction", _share(liked.num_up, thumbs)),
            ("time", "–" if middle is None else f"{middle:,} / {slow:,} ms"),
        ],
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"

"""`GET /`: a demonstration portal in Hindi or English, with the widget in it."""

import hashlib
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from store.links import seal_link
from store.settings import Settings

HERE = Path(__file__).parent
STATIC = HERE / "static"
INDIA = ZoneInfo("Asia/Kolkata")
# As the other pages', and the widget's font where the system has no Devanagari.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# What the worksheets of the page are worked out from; its words name the same figures.
EXAMPLES: dict[str, dict[str, Any]] = {
    "pension": {"last_pay": 90_000, "service_years": 30},
    "gratuity": {"kind": "retirement", "emoluments": 70_000, "service_years": 33},
    "sects_cover": {
        "hospital_type": "private_empanelled",
        "care": "ipd",
        "estimated_cost": 620_000,
    },
}


@cache
def words() -> dict[str, Any]:
    """The page's sentences; each leaf is `{"hi": ..., "en": ...}`."""
    text = (HERE / "page.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


class DemonstrationPage:
    """Renders the page in Hindi, or in English for `?lang=en`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = Jinja2Templates(HERE / "templates")
        self._version = _fingerprint(STATIC)

    async def show(self, request: Request) -> Response:
        """Answers one request."""
        language = _language(request)
        return self._templates.TemplateResponse(
            request,
            "page.html",
            {
                "words": _in_one(words(), language),
                "language": language,
                "other": "hi" if language == "en" else "en",
                "version": self._version,
                "sheets": _sheets(datetime.now(timezone.utc), self._settings.worksheet_hours),
                "days": self._settings.transcript_days,
                "contact": self._settings.grievance_contact,
            },
            headers={
                "Cache-Control": "no-cache",
                "Content-Language": language,
                "Content-Security-Policy": POLICY,
            },
        )


def _sheets(now: datetime, hours: int) -> dict[str, str]:
    """Paths of the example worksheets, sealed as the assistant seals those of a conversation."""
    day = now.astimezone(INDIA).date().isoformat()
    until = now + timedelta(hours=hours)
    return {
        name: "/worksheets/"
        + seal_link(
            "worksheet", {"calculator": name, "values": values, "on": day}, expires_at=until
        )
        for name, values in EXAMPLES.items()
    }


def _in_one(node: Any, language: str) -> Any:
    """The same words in one language.

    >>> _in_one({"steps": {"form": {"hi": "फॉर्म", "en": "form"}}}, "en")
    {'steps': {'form': 'form'}}
    """
    if not isinstance(node, dict):
        return node
    if set(node) == {"hi", "en"}:
        return node[language]
    return {name: _in_one(child, language) for name, child in node.items()}


def _language(request: Request) -> str:
    return "en" if request.query_params.get("lang") == "en" else "hi"


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]

"""`GET /`: the demonstration page, in Hindi or English."""

import hashlib
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from bot.gateway.strings import strings

HERE = Path(__file__).parent
STATIC = HERE / "static"


class DemonstrationPage:
    """Renders the page in Hindi, or in English for `?lang=en`."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(HERE / "templates")
        self._version = _fingerprint(STATIC)

    async def show(self, request: Request) -> Response:
        """Answers one request."""
        language = _language(request)
        words: dict[str, Any] = {name: both[language] for name, both in strings()["page"].items()}
        return self._templates.TemplateResponse(
            request,
            "page.html",
            {
                "words": words,
                "language": language,
                "other": "hi" if language == "en" else "en",
                "version": self._version,
            },
            headers={"Cache-Control": "no-cache", "Content-Language": language},
        )


def _language(request: Request) -> str:
    return "en" if request.query_params.get("lang") == "en" else "hi"


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]

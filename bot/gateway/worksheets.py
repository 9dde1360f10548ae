"""`GET /worksheets/{token}`: print-ready pages, under a policy stricter than the other pages'."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from bot.gateway.desk import Desk
from bot.gateway.errors import Refused
from bot.gateway.page import HERE, words
from bot.gateway.rasa_client import ActionsAnswer

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
GUARDS = {"Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex, nofollow"}
PASSED_ON = ("Content-Type", "Content-Language", "Cache-Control")


class Worksheets:
    """The endpoint, for the pages and for the style and script they load."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = Jinja2Templates(HERE / "templates")

    async def show(self, request: Request) -> Response:
        """The page; a person reads what comes instead of it, so that is a page, too."""
        try:
            await self._desk.admit(request)
            answer = await self._desk.ask("worksheets", request.path_params["token"])
        except Refused as refusal:
            return self._refuse(request, refusal)
        return Response(answer.body, status_code=answer.status, headers=_headers(answer))

    def _refuse(self, request: Request, refusal: Refused) -> Response:
        message: dict[str, Any] = refusal.message
        return self._templates.TemplateResponse(
            request,
            "refusal.html",
            {"message": message, "home": words()["name"]},
            status_code=refusal.status,
            headers={**refusal.headers(), **GUARDS, "Cache-Control": "no-store"},
        )


def _headers(answer: ActionsAnswer) -> dict[str, str]:
    told = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return {"Cache-Control": "no-store", **told, **GUARDS}

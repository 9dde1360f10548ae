"""Which websites' pages may talk to `/api/widget/`: CORS, with a list and without cookies."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway.errors import Refused
from store.origins import read_origins
from store.settings import Settings

FOLDER = "/api/widget/"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}
_EXPOSED = "Retry-After, X-Request-ID"


class Origins:
    """The list: WIDGET_ORIGINS, our own address, and the host a request was sent to."""

    def __init__(self, settings: Settings) -> None:
        """Reads the settings.

        Raises:
            ValueError: WIDGET_ORIGINS holds something else than origins.
        """
        ours = urlsplit(settings.public_url)
        self._listed = read_origins(settings.widget_origins)
        self._listed |= {f"{ours.scheme}://{ours.netloc}".lower()}

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` may talk to us, who were called `host` by its browser."""
        if origin.lower() in self._listed:
            return True
        # A proxy may have taken the TLS off, so the scheme tells nothing.
        parts = urlsplit(origin)
        return parts.scheme in {"http", "https"} and bool(host) and parts.netloc == host


class CrossOrigin:
    """ASGI middleware: answers preflights, refuses other websites, marks answers for ours."""

    def __init__(self, app: ASGIApp, *, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; without an Origin it comes from no page, and passes."""
        if scope["type"] != "http" or not scope["path"].startswith(FOLDER):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        send = _marking(send, None)
        if origin is not None and not self._origins.allows(origin, headers.get("host", "")):
            await Refused(403, "origin_not_allowed").response()(scope, receive, send)
            return
        send = _marking(send, origin)
        is_preflight = "access-control-request-method" in headers
        if scope["method"] == "OPTIONS" and origin is not None and is_preflight:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _marking(send: Send, origin: str | None) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "origin" not in headers.get("vary", "").lower():
                headers.add_vary_header("Origin")
            if origin is not None:
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = _EXPOSED
        await send(message)

    return marked

"""Around every request: an id, security headers, a log line without its content, metrics."""

import logging
import secrets
import time
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway.errors import Refused
from bot.gateway.headers import STRICT_TRANSPORT, headers_for
from bot.gateway.metrics import Metrics
from store.logs import request_id

log = logging.getLogger("bot.gateway.requests")

_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
# Streams last as long as somebody looks: their time says nothing.
_LASTING = frozenset({"/api/widget/events"})


class Surroundings:
    """ASGI middleware."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        routes: Sequence[str],
        secure: bool = False,
        trust_forwarded_for: bool = False,
    ) -> None:
        """Wraps `app`.

        Args:
            app: what is wrapped.
            metrics: where requests are counted.
            routes: paths as the routes write them (`/worksheets/{token}`); all others share one
                label, lest a scan fill the metrics.
            secure: whether the public reaches us over https only.
            trust_forwarded_for: whether our own proxy says how it was reached.
        """
        self._secure = secure
        self._trust_forwarded_for = trust_forwarded_for
        self._app = app
        self._metrics = metrics
        self._routes = frozenset(routes)
        self._folders = {path.partition("{")[0]: path for path in routes if "{" in path}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identifier = secrets.token_hex(6)
        request_id.set(identifier)
        started, status, has_started = time.perf_counter(), 500, False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, has_started
            if message["type"] == "http.response.start":
                status, has_started = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope["path"]).items():
                    headers.setdefault(name, value)
                if self._is_secure(scope):
                    headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
                headers["X-Request-ID"] = identifier
            await send(message)

        try:
            if "\x00" in scope["path"]:  # no file and no row has such a name; asking for it fails
                await Refused(404, "not_found").response()(scope, receive, send_with_headers)
            else:
                await self._app(scope, receive, send_with_headers)
        except Exception:
            log.exception("a request failed")
            if not has_started:
                await Refused(500, "internal").response()(scope, receive, send_with_headers)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _is_secure(self, scope: Scope) -> bool:
        """Whether the browser came over https; a proxy's word counts where proxies are trusted."""
        if self._secure or scope.get("scheme") == "https":
            return True
        named = Headers(scope=scope).get("x-forwarded-proto", "")
        return self._trust_forwarded_for and named.rpartition(",")[2].strip() == "https"

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = scope["path"]
        # The helpdesk's addresses share one label: its own routes are none of ours.
        folder = next((name for name in ("/static", "/desk") if path.startswith(f"{name}/")), "")
        route = folder or path
        if route not in self._routes:
            route = self._folders.get(path[: path.rfind("/") + 1], "other")
        self._metrics.requests.labels(route, str(status)).inc()
        if route not in _LASTING:
            self._metrics.request_seconds.labels(route).observe(seconds)
        level = logging.DEBUG if path in _QUIET else logging.INFO
        # The route, not the path: a path may carry anything.
        log.log(level, "%s %s %d %.0f ms", scope["method"], route, status, 1000 * seconds)

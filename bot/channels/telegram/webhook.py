"""`POST /telegram/webhook[/<path>]`: updates that Telegram brings, with its secret in a header."""

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.options import TelegramOptions
from bot.gateway.body import read_json
from bot.gateway.errors import Refused
from store.errors import StoreError
from store.keys import stable_digest

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def hidden_path(token: str) -> str:
    """The last part of the address that we give to Telegram: nobody can guess it."""
    return stable_digest("telegram-path", token)[:40]


def secret(token: str) -> str:
    """What Telegram sends in the header."""
    return stable_digest("telegram-secret", token)


class Webhook:
    """Fails closed: without the right secret nothing is read."""

    def __init__(self, intake: Intake | None, token: str, options: TelegramOptions) -> None:
        """`intake` is None when this instance polls: then nothing is accepted."""
        self._intake = intake
        self._secret = secret(token) if token else ""
        self._path = hidden_path(token) if token else ""
        self._options = options

    async def receive(self, request: Request) -> Response:
        """Answers 200 once the update is written down.

        Raises:
            Refused: 404 without the secret or when this instance polls, 503 while the store is
                locked, so that Telegram brings the update again.
        """
        if self._intake is None or not self._is_telegram(request):
            raise Refused(404, "not_found")
        document = await read_json(request, max_bytes=self._options.max_update_bytes, seconds=10.0)
        try:
            await self._intake.take([document])
        except StoreError:
            raise Refused(503, "store_busy", retry_after=2) from None
        return JSONResponse({"ok": True})

    def _is_telegram(self, request: Request) -> bool:
        given = request.headers.get(HEADER, "").encode("utf-8", "replace")
        path = str(request.path_params.get("path", self._path)).encode("utf-8", "replace")
        # Both are always compared, in a time that tells nothing.
        is_secret = hmac.compare_digest(given, self._secret.encode())
        is_path = hmac.compare_digest(path, self._path.encode())
        return bool(self._secret) and is_secret and is_path

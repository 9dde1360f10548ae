"""`POST /webhooks/rest/webhook`: checks a request, and gives its message a turn."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels import rest
from bot.gateway.admission import Admission, address
from bot.gateway.answering import Answering
from bot.gateway.body import read_json
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.turns import Turns


class RestWebhook:
    """The REST channel's endpoint."""

    def __init__(
        self,
        turns: Turns,
        metrics: Metrics,
        options: Options,
        *,
        senders: Admission,
        addresses: Admission,
        trust_forwarded_for: bool,
    ) -> None:
        self._answering = Answering(turns, metrics)
        self._options = options
        self._senders = senders
        self._addresses = addresses
        self._trust_forwarded_for = trust_forwarded_for

    async def receive(self, request: Request) -> JSONResponse:
        """Answers one request.

        Raises:
            Refused: the request is wrong, too large or too frequent; the app answers it.
        """
        options = self._options
        caller = address(request, trust_forwarded_for=self._trust_forwarded_for)
        await self._addresses.admit(caller)
        document = await read_json(
            request, max_bytes=options.max_body_bytes, seconds=options.body_seconds
        )
        incoming = rest.parse(
            document, max_id=options.max_id_characters, max_text=options.max_text_characters
        )
        await self._senders.admit(incoming.sender)
        if self._trust_forwarded_for:
            given = request.headers.get("x-request-id", "")[:64]
            incoming = replace(incoming, request_id=given or None)
        replies = await self._answering.answer(incoming)
        return JSONResponse(rest.render(replies, incoming.sender))

"""`POST /webhooks/rest/webhook`: checks a request, and gives its message a turn."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels import rest
from bot.gateway import payloads
from bot.gateway.admission import Admission, address
from bot.gateway.body import read_json
from bot.gateway.clean import clean_text, has_words
from bot.gateway.messages import Incoming, Reply
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.strings import say
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
        self._turns = turns
        self._metrics = metrics
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
        replies = await self._reply(incoming)
        return JSONResponse(rest.render(replies, incoming.sender))

    async def _reply(self, incoming: Incoming) -> list[Reply]:
        text = payloads.admit(clean_text(incoming.text))
        if not has_words(text):
            self._metrics.replies.labels("empty").inc()
            code = "media" if incoming.has_media else "empty"
            return [{"text": say(code, incoming.language), "custom": {"code": code}}]
        return await self._turns.accept(incoming.with_text(text))

"""Rasa's end of the line from the gateway: one message in, all its replies out.

Unlike Rasa's REST channel it keeps a reply's text, buttons and facts together, and answers 500
when a turn failed, so that the gateway can tell a broken turn from a silent one.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json as json_response

from bot.channels import model_switch, understanding
from bot.dialogue import processor
from bot.knowledge import domain_json
from bot.tracking import action_replies, strict
from store import logs
from store.errors import StoreError
from store.logs import request_id
from store.settings import settings

_KEPT = ("text", "buttons", "custom", "confidence")
log = logging.getLogger(__name__)


class GatewayOutput(CollectingOutputChannel):
    """Collects the replies to one message as the dictionaries that the gateway passes on."""

    @classmethod
    def name(cls) -> str:
        """The name that trackers record."""
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one reply whole: `text`, `buttons` and `custom` in one dictionary.

        `confidence` is the actions' word to the gateway, not to people.
        """
        reply = {key: message[key] for key in _KEPT if message.get(key)}
        if reply:
            self.messages.append({"recipient_id": recipient_id, **reply})


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` with sender, message, message_id and metadata."""

    @classmethod
    def name(cls) -> str:
        """The name in the URL and in credentials.yml."""
        return "gateway"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The Sanic routes of this channel."""
        logs.configure(settings.log_level, form=settings.log_format, service="rasa")
        action_replies.install()
        domain_json.install()
        processor.install()
        strict.install()
        routes = Blueprint("gateway_webhook", __name__)
        model_switch.add_to(routes)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            status = "ok" if ready else "no model is loaded"
            return json_response({"status": status}, status=200 if ready else 503)

        @routes.route("/understand", methods=["POST"])
        async def understand(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return json_response({"status": "no model is loaded"}, status=503)
            if "answer" in request.json:
                found = understanding.answer(agent, str(request.json["answer"]))
            else:
                found = await understanding.understand(agent, str(request.json["text"]))
            return json_response(found, status=200 if found else 404, dumps=_dumps)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            request_id.set(request.headers.get("x-request-id", "-"))
            body = request.json
            output = GatewayOutput()
            message = UserMessage(
                body["message"],
                output,
                body["sender"],
                input_channel=self.name(),
                message_id=body.get("message_id"),
                metadata=body.get("metadata"),
            )
            try:
                await on_new_message(message)
            except StoreError as error:  # nothing is wrong with the message: it may come again
                log.error("A turn waits for the store: %s", type(error).__name__)
                return json_response({"error": "store_unavailable"}, status=503)
            except Exception as error:  # the turn failed: say so, whatever the reason
                log.error("A turn failed: %s", type(error).__name__)
                return json_response({"error": "turn_failed"}, status=500)
            return json_response(output.messages, dumps=_dumps)

        return routes


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Talks to Rasa's input channel `/webhooks/gateway`, and to the action server's health page."""

import asyncio
from typing import Any

import aiohttp
from yarl import URL

from bot.gateway.messages import Reply

WEBHOOK = "/webhooks/gateway/webhook"
READY = "/webhooks/gateway/"
ACTIONS_HEALTH = "/health"


class RasaUnavailable(Exception):
    """Rasa did not answer; the same message may succeed later."""


class TurnFailed(Exception):
    """Rasa is there, but this turn went wrong; a few more attempts may do."""


class RasaRefused(Exception):
    """Rasa will not take this message, however often it is sent."""


class RasaClient:
    """One pool of kept-alive connections to Rasa and to the action server.

    aiohttp, which Rasa itself brings, takes a quarter of the processor time of httpx here.
    """

    def __init__(self, *, rasa_url: str, actions_url: str, probe_seconds: float) -> None:
        self._webhook = URL(rasa_url.rstrip("/") + WEBHOOK)
        self._ready = URL(rasa_url.rstrip("/") + READY)
        self._health = URL(actions_url.rstrip("/") + ACTIONS_HEALTH)
        self._probe_patience = aiohttp.ClientTimeout(total=probe_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self,
        *,
        conversation: str,
        text: str,
        metadata: dict[str, Any],
        message_id: str,
        seconds: float,
    ) -> list[Reply]:
        """Sends one message and returns Rasa's reply parts.

        Args:
            conversation: opaque id.
            text: with tokens in place of identifiers.
            metadata: `language`, `today`, `preference`.
            message_id: names the message, so that Rasa can tell a repeat.
            seconds: how long Rasa may take.

        Raises:
            RasaUnavailable: no connection, or no answer in time.
            TurnFailed: a server error.
            RasaRefused: Rasa calls the request wrong.
        """
        document = {
            "sender": conversation,
            "message": text,
            "metadata": metadata,
            "message_id": message_id,
        }
        patience = aiohttp.ClientTimeout(total=seconds, connect=min(2.0, seconds))
        try:
            async with self._http().post(
                self._webhook, json=document, timeout=patience
            ) as response:
                if response.status >= 500:
                    raise TurnFailed(f"status {response.status}")
                if response.status >= 400:
                    raise RasaRefused(f"status {response.status}")
                parts = await response.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from None
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise RasaUnavailable("not a list of replies")
        return parts

    async def is_rasa_ready(self) -> bool:
        """Whether Rasa runs and has loaded its model."""
        return await self._answers(self._ready)

    async def is_action_server_ready(self) -> bool:
        """Whether the action server runs."""
        return await self._answers(self._health)

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    def _http(self) -> aiohttp.ClientSession:
        # Made on first use: a session belongs to the event loop that runs it.
        if self._session is None:
            # Sanic closes idle connections after 5 seconds; we must be the first to.
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=4)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session

    async def _answers(self, url: URL) -> bool:
        try:
            async with self._http().get(url, timeout=self._probe_patience) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

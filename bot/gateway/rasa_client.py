"""Talks to Rasa's input channel `/webhooks/gateway`, and to the action server's own pages."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from bot.gateway.fleet import discovery
from bot.gateway.fleet.servers import Servers, read_addresses
from bot.gateway.messages import Reply
from bot.gateway.rasa_errors import (
    ActionsUnavailable as ActionsUnavailable,
    RasaRefused as RasaRefused,
    RasaUnavailable as RasaUnavailable,
    TurnFailed as TurnFailed,
)
from bot.gateway.wire import Wire, WireError
from store.logs import request_id

WEBHOOK = "/webhooks/gateway/webhook"
READY = "/webhooks/gateway/"
UNDERSTAND = "/webhooks/gateway/understand"
ACTIONS_HEALTH = "/health"


@dataclass(frozen=True)
class ActionsAnswer:
    """What the action server answered; `headers` are found whatever their case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RasaClient:
    """Kept-alive connections to Rasa and to the action server.

    Messages go by `wire`; for the rest aiohttp, which Rasa itself brings, takes a quarter of the
    processor time of httpx.
    """

    def __init__(self, *, rasa_url: str, actions_url: str, probe_seconds: float) -> None:
        self._names = read_addresses(rasa_url)
        self._rasa = Servers(self._names)
        self._actions = actions_url.rstrip("/")
        self._health = URL(self._actions + ACTIONS_HEALTH)
        self._probe_patience = aiohttp.ClientTimeout(total=probe_seconds)
        self._session: aiohttp.ClientSession | None = None
        self._wire = Wire()

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
        server = self._rasa.choose(conversation)
        body = json.dumps(document).encode()
        try:
            status, answer = await self._wire.post(
                server, WEBHOOK, body, request_id=request_id.get(), seconds=seconds
            )
            if status == 503:
                # Rasa is well, its database is not: another server would not help.
                raise RasaUnavailable("its store is away")
            if status >= 500:
                raise TurnFailed(f"status {status}")
            if status >= 400:
                raise RasaRefused(f"status {status}")
            parts = json.loads(answer)
        except (WireError, ValueError) as error:
            # The next attempt goes to the conversation's next server, if there is one.
            self._rasa.note_failure(server)
            raise RasaUnavailable(str(error) or type(error).__name__) from None
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise RasaUnavailable("not a list of replies")
        return parts

    async def understand(self, question: dict[str, str], *, seconds: float) -> Any:
        """How Rasa reads a text (`{"text"}`), or an answer by its id (`{"answer"}`).

        Returns:
            what Rasa says, or None when there is no such answer.

        Raises:
            RasaUnavailable: no connection, no model, or no answer in time.
        """
        patience = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._http().post(
                URL(self._rasa.choose("") + UNDERSTAND), json=question, timeout=patience
            ) as response:
                if response.status not in (200, 404):
                    raise RasaUnavailable(f"status {response.status}")
                return await response.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from None

    async def ask_actions(
        self, path: str, *, body: bytes | None, request_id: str, seconds: float
    ) -> ActionsAnswer:
        """Gets a page of the action server, or posts JSON to it.

        Args:
            path: encoded, with its query.
            body: JSON to post; None gets.
            request_id: ours, which the action server names when something fails.
            seconds: how long the whole answer may take.

        Raises:
            ActionsUnavailable: no connection, no answer in time, or a failure of its own.
        """
        headers = {"X-Request-ID": request_id}
        if body is not None:
            headers["Content-Type"] = "application/json"
        patience = aiohttp.ClientTimeout(total=seconds, connect=min(2.0, seconds))
        try:
            async with self._http().request(
                "GET" if body is None else "POST",
                URL(self._actions + path, encoded=True),
                data=body,
                headers=headers,
                timeout=patience,
                allow_redirects=False,
            ) as response:
                answer = ActionsAnswer(response.status, response.headers, await response.read())
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise ActionsUnavailable(type(error).__name__) from None
        if answer.status >= 500:
            raise ActionsUnavailable(f"status {answer.status}")
        return answer

    async def is_rasa_ready(self) -> bool:
        """Whether a Rasa server runs and has loaded its model; notes which ones do."""
        servers = self._rasa.addresses
        ready = await asyncio.gather(*(self._answers(URL(one + READY)) for one in servers))
        for server, is_ready in zip(servers, ready, strict=True):
            if is_ready:
                self._rasa.note_success(server)
            else:
                self._rasa.note_failure(server)
        return any(ready)

    async def is_action_server_ready(self) -> bool:
        """Whether the action server runs."""
        return await self._answers(self._health)

    async def follow(self) -> None:
        """Keeps up with servers that come and go under one name, until it is cancelled."""
        await discovery.follow(self._rasa, self._names, pause_seconds=discovery.PAUSE_SECONDS)

    async def close(self) -> None:
        """Closes the connections."""
        await self._wire.close()
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

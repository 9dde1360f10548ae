"""Calls to the action server: one kept-alive connection, and of the tracker what actions read."""

import asyncio
import json
from typing import Any

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from store.logs import request_id

# Below the five seconds after which the action server closes an idle connection, so that no call
# meets one that is just being closed.
IDLE_SECONDS = 3.0
PATIENCE_SECONDS = 300.0  # Rasa's own


class KeptAlive(EndpointConfig):
    """The action server's address; Rasa's own opens a connection for every call."""

    _pool: aiohttp.TCPConnector | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    @classmethod
    def over(cls, endpoint: EndpointConfig) -> "KeptAlive":
        """The same address and credentials."""
        kept = cls.__new__(cls)
        kept.__dict__.update(vars(endpoint))
        return kept

    def session(self) -> aiohttp.ClientSession:
        """A session as Rasa makes it, over connections that outlive it."""
        loop = asyncio.get_running_loop()
        if self._pool is None or self._pool.closed or self._loop is not loop:
            self._pool = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS)
            self._loop = loop
        secret = self.basic_auth
        return aiohttp.ClientSession(
            headers={**(self.headers or {}), "X-Request-ID": request_id.get()},
            auth=aiohttp.BasicAuth(secret["username"], secret["password"]) if secret else None,
            timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
            connector=self._pool,
            connector_owner=False,
            json_serialize=_dumps,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Closes the connections."""
        if self._pool is not None:
            await self._pool.close()


class QuickAction(RemoteAction):
    """An action of the action server, told of the turn that it answers and of no earlier one."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """Rasa's form of a call; `events` are those since the latest message.

        What the NLU made of the message stands in `latest_message`, and not in its event again.
        """
        if not self._is_selective_domain_enabled():
            return super()._action_call_format(tracker, domain)
        call = {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(), "events": _since_the_message(tracker)},
            "version": rasa.__version__,
        }
        if domain.does_custom_action_explicitly_need_domain(self.name()):
            call["domain"] = domain.as_dict()
        return call


def _since_the_message(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            # `as_dict` would copy what is dropped here.
            told = {"event": event.type_name, "timestamp": event.timestamp, "text": event.text}
            told |= {"metadata": event.metadata, "message_id": event.message_id}
            events.append({**told, "input_channel": event.input_channel})
            break
        events.append(event.as_dict())
    return events[::-1]


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Asks the action server for calculators and worksheets, on behalf of the public.

Nothing is stored, and no path is logged: the path of a worksheet is the computation itself.
"""

import logging
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from bot.gateway.admission import Admission, address
from bot.gateway.body import read_bytes
from bot.gateway.errors import Refused
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.rasa_client import ActionsAnswer, ActionsUnavailable, RasaClient
from store.logs import request_id

log = logging.getLogger(__name__)

LONGEST_NAME = 4_096  # characters; the action server refuses longer addresses


@dataclass(frozen=True)
class Desk:
    """What the public routes share: a limit for each address, patience, the request's id."""

    actions: RasaClient
    admission: Admission
    metrics: Metrics
    options: Options
    trust_forwarded_for: bool

    async def admit(self, request: Request) -> None:
        """Counts the request against the limit of its address.

        Raises:
            Refused: too many came from there.
        """
        await self.admission.admit(address(request, trust_forwarded_for=self.trust_forwarded_for))

    async def body(self, request: Request) -> bytes:
        """The request's JSON, undecoded: the action server says what is wrong with it.

        Raises:
            Refused: not JSON by its type, too large, or too slow.
        """
        options = self.options
        return await read_bytes(
            request, max_bytes=options.max_body_bytes, seconds=options.body_seconds
        )

    async def ask(
        self, folder: str, name: str = "", *, body: bytes | None = None, query: str = ""
    ) -> ActionsAnswer:
        """Gets `/folder/name` of the action server, or posts `body` to it.

        Raises:
            Refused: there can be no such name, or no answer came in time.
        """
        if len(name) > LONGEST_NAME:
            raise Refused(404, "not_found")
        path = f"/{folder}" + (f"/{quote(name, safe='')}" if name else "")
        try:
            with self.metrics.step("actions"):
                answer = await self.actions.ask_actions(
                    f"{path}?{query}" if query else path,
                    body=body,
                    request_id=request_id.get(),
                    seconds=self.options.actions_seconds,
                )
        except ActionsUnavailable as error:
            log.warning("the action server did not answer: %s", error)
            raise Refused(503, "actions_unavailable", retry_after=5) from None
        return answer

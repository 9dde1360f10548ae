"""`/api/calculators`: the calculators for programs of departments and offices."""

from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.desk import Desk
from bot.gateway.rasa_client import ActionsAnswer

FOLDER = "calculators"


class Calculators:
    """The endpoints; the action server answers, we guard the door."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show_all(self, request: Request) -> Response:
        """What there is."""
        await self._desk.admit(request)
        return _passed_on(await self._desk.ask(FOLDER))

    async def one(self, request: Request) -> Response:
        """What one calculator asks, or, when something is posted, its answer."""
        await self._desk.admit(request)
        body = await self._desk.body(request) if request.method == "POST" else None
        return _passed_on(await self._desk.ask(FOLDER, request.path_params["name"], body=body))


def _passed_on(answer: ActionsAnswer) -> Response:
    return Response(
        answer.body,
        status_code=answer.status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )

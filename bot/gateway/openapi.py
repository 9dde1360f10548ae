"""`GET /api/openapi.json`: OpenAPI 3.1 of the public routes.

What never changes is kept by hand in `openapi.yaml`; the calculators' inputs come from the
action server, so that a new calculator is described as soon as it is there.
"""

import asyncio
import copy
import json
from functools import cache
from http.client import OK
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.calculators import FOLDER
from bot.gateway.desk import Desk
from bot.gateway.errors import Refused

_FILE = Path(__file__).with_name("openapi.yaml")
_KEEP_SECONDS = 60.0

Document = dict[str, Any]


class ApiDescription:
    """Renders the description, at most once a minute."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk = desk
        self._public_url = public_url
        self._known: tuple[float, bytes] | None = None

    async def show(self, request: Request) -> Response:
        """The whole description."""
        await self._desk.admit(request)
        now = asyncio.get_running_loop().time()
        if self._known is None or now - self._known[0] > _KEEP_SECONDS:
            answer = await self._desk.ask(FOLDER, query="schemas=1")
            if answer.status != OK:
                raise Refused(503, "actions_unavailable", retry_after=5)
            document = describe(json.loads(answer.body)["calculators"], self._public_url)
            self._known = (now, json.dumps(document, ensure_ascii=False).encode())
        return Response(
            self._known[1],
            media_type="application/json",
            headers={"Cache-Control": "no-cache"},
        )


def describe(calculators: list[Document], public_url: str) -> Document:
    """OpenAPI 3.1 of all public routes.

    Args:
        calculators: `name`, `title`, `purpose` and `inputs` (a JSON Schema) of each.
        public_url: where people reach this instance.
    """
    document = copy.deepcopy(_kept_by_hand())
    document["servers"] = [{"url": public_url}]
    for calculator in calculators:
        name = calculator["name"]
        schema = {key: value for key, value in calculator["inputs"].items() if key != "$schema"}
        document["components"]["schemas"][f"input_{name}"] = schema
        document["paths"][f"/api/calculators/{name}"] = _path(calculator, document["paths"])
    return document


def _path(calculator: Document, paths: Document) -> Document:
    """The path of one calculator: the general one, with its own name and input."""
    path: Document = copy.deepcopy(paths["/api/calculators/{name}"])
    del path["parameters"]
    name, title = calculator["name"], calculator["title"]
    for method, verb in (("get", "describe"), ("post", "compute")):
        path[method]["operationId"] = f"{verb}_{name}"
        path[method]["summary"] = f"{title['hi']} / {title['en']}"
        path[method]["responses"].pop("404")
    path["post"]["description"] = "\n\n".join(calculator["purpose"].values())
    body = path["post"]["requestBody"]["content"]["application/json"]
    body["schema"] = {"$ref": f"#/components/schemas/input_{name}"}
    return path


@cache
def _kept_by_hand() -> Document:
    loaded: Document = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded

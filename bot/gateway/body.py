"""Reads a request's JSON body without trusting its size, its speed or its type."""

import json

import anyio
from starlette.requests import Request

from bot.gateway.errors import Refused


async def read_json(request: Request, *, max_bytes: int, seconds: float) -> object:
    """Decodes the body.

    Raises:
        Refused: not JSON by its type or its content, too large, or too slow.
    """
    body = await read_bytes(request, max_bytes=max_bytes, seconds=seconds)
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json") from None


async def read_bytes(request: Request, *, max_bytes: int, seconds: float) -> bytes:
    """Reads a body that is said to be JSON; stops reading once it is too large.

    Args:
        request: a request whose body nobody has read yet.
        max_bytes: largest body accepted, also when it comes without a length.
        seconds: how long the whole body may take to arrive.

    Raises:
        Refused: not JSON by its type, too large, or too slow.
    """
    kind = request.headers.get("content-type", "application/json").partition(";")[0]
    if kind.strip().lower() != "application/json":
        raise Refused(415, "content_type")
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > max_bytes:
        raise Refused(413, "body_too_large")
    body = bytearray()
    try:
        with anyio.fail_after(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise Refused(413, "body_too_large")
    except TimeoutError:
        raise Refused(408, "body_too_slow") from None
    return bytes(body)

"""Finds the Rasa servers behind one name, as a cluster adds and removes them.

`dns+http://rasa-pods:5005` stands for every address that the name has; it is looked up anew every
few seconds. Any other address stands for itself.
"""

import asyncio
import logging
import socket
from urllib.parse import urlsplit

from bot.gateway.fleet.servers import Servers

log = logging.getLogger(__name__)

PREFIX = "dns+"
PAUSE_SECONDS = 5.0


async def follow(servers: Servers, names: list[str], *, pause_seconds: float) -> None:
    """Keeps `servers` as the names say, for ever; returns at once when none is looked up.

    A name that cannot be looked up changes nothing: the servers known so far stay.
    """
    while any(name.startswith(PREFIX) for name in names):
        try:
            found = [address for name in names for address in await addresses_of(name)]
        except OSError as error:
            log.warning("Rasa's servers could not be looked up: %s", type(error).__name__)
            found = []
        if found and set(found) != set(servers.addresses):
            log.info("Rasa has %d servers now", len(found))
            servers.replace(found)
        await asyncio.sleep(pause_seconds)


async def addresses_of(name: str) -> list[str]:
    """The addresses that one entry of `RASA_URL` stands for, sorted.

    Raises:
        OSError: the name cannot be looked up.
    """
    if not name.startswith(PREFIX):
        return [name]
    url = urlsplit(name.removeprefix(PREFIX))
    hosts = sorted(await look_up(url.hostname, url.port))
    return [f"{url.scheme}://[{one}]:{url.port}" if ":" in one else
            f"{url.scheme}://{one}:{url.port}" for one in hosts]  # fmt: skip


async def look_up(host: str | None, port: int | None) -> set[str]:
    """The addresses of a name.

    Raises:
        OSError: it has none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return {str(answer[4][0]) for answer in found}

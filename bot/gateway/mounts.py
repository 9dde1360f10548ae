"""Mounts the helpdesk's pages, by name: the gateway does not import them."""

import importlib
import importlib.util
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.routing import Mount

log = logging.getLogger(__name__)


def mount_desk(services: Any) -> list[Mount]:
    """The pages at /desk; nothing, and a line in the log, where they are not installed.

    Args:
        services: what the pages need of this process.
    """
    if importlib.util.find_spec("console") is None:
        log.info("no helpdesk: there is no package `console` here")
        return []
    app = importlib.import_module("console.app").create_app(services)
    return [Mount("/desk", app=app, name="desk")]


@asynccontextmanager
async def running(mounts: list[Mount]) -> AsyncIterator[None]:
    """Starts and stops the mounted application with the gateway; Starlette leaves that to us."""
    if not mounts:
        yield
        return
    app: Any = mounts[0].app
    async with app.router.lifespan_context(app):
        yield

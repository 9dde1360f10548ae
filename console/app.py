"""The console as an application of its own; the gateway mounts it at /desk."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from console.guard import guarded, refuse_http
from console.pages import STATIC
from console.registry import all_routes, backgrounds
from console.services import Services
from console.threads import DeskThreads


def create_app(services: Services) -> Starlette:
    """Builds the application.

    Args:
        services: what the gateway provides; also carries the settings.
    """
    routes: list[BaseRoute] = [guarded(route) for route in all_routes()]
    routes.append(Mount("/static", StaticFiles(directory=STATIC), name="desk:static"))
    app = Starlette(
        routes=routes, lifespan=_lifespan, exception_handlers={HTTPException: refuse_http}
    )
    app.state.services = services
    app.state.threads = DeskThreads(services.settings.database_url)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Runs what stands beside the pages, and stops in order."""
    async with AsyncExitStack() as running:
        running.callback(app.state.threads.close)
        for background in backgrounds():
            await running.enter_async_context(background(app))
        yield

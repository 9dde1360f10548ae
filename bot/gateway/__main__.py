"""`python -m bot.gateway`: the public door, on HOST and PORT of the settings."""

from types import FrameType

import uvicorn
from starlette.applications import Starlette

from bot.gateway.app import create_app
from store import logs
from store.settings import settings


class _Server(uvicorn.Server):
    """Ends what lasts for as long as a browser looks, so that stopping waits only for answers."""

    def __init__(self, app: Starlette, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._before_stop = app.state.before_stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop; it comes in the thread of the event loop, which soon looks up."""
        for step in self._before_stop:
            step()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serves until it is told to stop; requests under way are finished first."""
    logs.configure(settings.log_level, form=settings.log_format, service="gateway")
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=30,
    )
    _Server(app, config).run()


if __name__ == "__main__":
    main()

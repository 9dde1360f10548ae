"""`python -m bot.gateway`: the public door, on HOST and PORT of the settings."""

import uvicorn

from bot.gateway.app import create_app
from store import logs
from store.settings import settings


def main() -> None:
    """Serves until it is told to stop; requests under way are finished first."""
    logs.configure(settings.log_level, form=settings.log_format, service="gateway")
    uvicorn.run(
        create_app(settings),
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


if __name__ == "__main__":
    main()

"""`python -m actions --port 5055`: rasa-sdk's action server, with calculators and worksheets.

It takes rasa-sdk's own options (`--help`). Only this machine can reach it unless `SANIC_HOST`
says otherwise; people come through the gateway.
"""

import logging
import os
from collections.abc import Sequence

from rasa_sdk import utils
from rasa_sdk.endpoint import create_argument_parser, run
from rasa_sdk.plugin import plugin_manager

from actions.server import routes
from store import logs
from store.settings import settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until it is told to stop."""
    parser = create_argument_parser()
    parser.prog = "python -m actions"
    parser.set_defaults(actions="actions", loglevel=settings.log_level.upper())
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    plugin_manager().register(routes)
    chosen = parser.parse_args(arguments)
    # As rasa_sdk's own main does, but for the log.
    level = chosen.loglevel
    named = level if isinstance(level, str) else logging.getLevelName(level)
    logs.configure(named, form=settings.log_format, service="actions")
    utils.update_sanic_log_level()
    run(
        chosen.actions,
        chosen.port,
        chosen.cors,
        chosen.ssl_certificate,
        chosen.ssl_keyfile,
        chosen.ssl_password,
        chosen.auto_reload,
    )


if __name__ == "__main__":
    main()

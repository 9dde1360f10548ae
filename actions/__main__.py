"""`python -m actions --port 5055`: rasa-sdk's action server, with calculators and worksheets.

It takes rasa-sdk's own options (`--help`). Only this machine can reach it unless `SANIC_HOST`
says otherwise; people come through the gateway.
"""

import os
from collections.abc import Sequence

from rasa_sdk.__main__ import main_from_args
from rasa_sdk.endpoint import create_argument_parser
from rasa_sdk.plugin import plugin_manager

from actions.server import routes
from store.settings import settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until it is told to stop."""
    parser = create_argument_parser()
    parser.prog = "python -m actions"
    parser.set_defaults(actions="actions", loglevel=settings.log_level.upper())
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    plugin_manager().register(routes)
    main_from_args(parser.parse_args(arguments))


if __name__ == "__main__":
    main()

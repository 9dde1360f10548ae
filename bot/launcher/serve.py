"""`python -m bot serve rasa`: one Rasa server by itself, for containers and systemd.

It becomes Rasa, so that signals and memory limits are Rasa's own. Where the action server is, the
environment says: ACTION_ENDPOINT_URL.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.launcher.children import LOOPBACK, ONE_THREAD, rasa_command, write_endpoints
from bot.launcher.environment import child_environment
from bot.launcher.errors import NoModel, StartError
from bot.training.published import choose_model, point_link
from store.settings import read_settings

ROOT = Path(__file__).parents[2]
RASA_PORT = 5005


def main(arguments: Sequence[str]) -> int:
    """Returns only when Rasa cannot be started: the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot serve", description=__doc__)
    parser.add_argument("server", choices=["rasa"])
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on")
    parser.add_argument("--port", type=int, default=RASA_PORT)
    chosen = parser.parse_args(arguments)
    try:
        command = prepare(chosen.host, chosen.port)
    except (StartError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    os.chdir(ROOT)
    # At DEBUG Rasa writes every message into its log.
    environment = child_environment({**ONE_THREAD, "LOG_LEVEL": "WARNING"})
    return os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter


def prepare(host: str, port: int) -> tuple[str, ...]:
    """Chooses the model and writes the endpoints; returns the words that start Rasa.

    Raises:
        NoModel: nothing was trained yet.
        ValueError: a setting cannot be read.
    """
    settings = read_settings()
    model = choose_model(ROOT, settings.data_dir, print_line)
    if not model.exists():
        raise NoModel
    model = point_link(settings.data_dir, model)
    endpoints = write_endpoints(ROOT / "endpoints.yml", settings.data_dir, settings.actions_url)
    return rasa_command(model, endpoints, host=host, port=port)


def print_line(line: str) -> None:
    """Tells a person at the terminal, or the journal."""
    sys.stderr.write(f"{line}\n")

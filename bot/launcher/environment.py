"""What every process that the launcher or the trainer starts finds in its environment."""

import os
from collections.abc import Mapping

QUIET: Mapping[str, str] = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
"""Silences what libraries would say or send of themselves. The Makefile exports the same."""


def child_environment(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child process: ours, the quiet settings, then `values`."""
    environment = {**os.environ, **QUIET, "PYTHONUNBUFFERED": "1", **values}
    # Rasa reads 6,000 modules; compiling them at each start would cost 20 seconds.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment

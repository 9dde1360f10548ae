"""Runs a command as one step: `step.py TITLE COMMAND...`; its output is shown only if it fails."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.launcher.progress import Step


class CommandFailed(Exception):
    """Carries the exit status out of the step."""


def main(title: str, command: "list[str]") -> int:
    """Returns the command's exit status."""
    done = None
    try:
        with Step(title):
            done = subprocess.run(  # noqa: S603 - the Makefile's own commands
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
            )
            if done.returncode:
                raise CommandFailed
    except CommandFailed:
        sys.stderr.buffer.write(done.stdout if done else b"")
    return done.returncode if done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

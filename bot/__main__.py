"""The program's command line: `python -m bot COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "up": ("bot.launcher.cli", "start gateway, Rasa and action server"),
    "cluster": ("bot.launcher.cluster", "start nginx and two of everything, for PostgreSQL"),
    "serve": ("bot.launcher.serve", "run one Rasa server, for containers and systemd"),
    "doctor": ("bot.doctor.cli", "look the instance over, and say what to do"),
    "train": ("bot.training.cli", "train the model if something it is made of has changed"),
    "nlu-report": ("bot.nlu_report.cli", "what the classifier confuses, as a page"),
    "documents": ("bot.documents.cli", "add, list and remove the department's own documents"),
    "incident": (
        "bot.incident.cli",
        "drafts of the reports that a leak of personal data calls for",
    ),
    "curate": ("bot.curation.cli", "what the helpdesk's curators have done in the background"),
    "knowledge": ("bot.knowledge.cli", "check and list the answers in data/faq"),
}


def main(arguments: Sequence[str]) -> int:
    """Hands over to the command's own module.

    Returns:
        The exit status.
    """
    listing = "\n".join(f"  {name:<11} {purpose}" for name, (_, purpose) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description=f"commands:\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see COMMAND --help")
    chosen = parser.parse_args(arguments)
    module = importlib.import_module(COMMANDS[chosen.command][0])
    return int(module.main(chosen.arguments) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

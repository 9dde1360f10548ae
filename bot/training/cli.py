"""`python -m bot train`: trains the model if something it is made of has changed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.launcher.progress import tell_unchanged
from bot.training.train import TrainingError, train

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> int:
    """Trains; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    force = parser.parse_args(arguments).force
    try:
        model, is_new = train(ROOT, force=force)
    except (TrainingError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not is_new:
        tell_unchanged(f"Model {model.name}")
    return 0

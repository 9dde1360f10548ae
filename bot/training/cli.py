"""`python -m bot train`: trains the model if something it is made of has changed.

Then the release that curators published, if it was made for another state of the project.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.launcher.progress import tell_unchanged
from bot.training.overlay import OverlayError, build_project, read_overlay
from bot.training.published import refresh
from bot.training.train import TrainingError, train
from store.errors import StoreError
from store.settings import settings

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> int:
    """Trains; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    parser.add_argument("--overlay", type=Path, help="folder with data/faq files put over ours")
    parser.add_argument("--out", type=Path, help="folder of the model, by default models")
    given = parser.parse_args(arguments)
    try:
        if given.overlay or given.out:
            model, is_new = _train_overlay(given)
        else:
            model, is_new = train(ROOT, force=given.force)
    except (TrainingError, OverlayError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not is_new:
        tell_unchanged(f"Model {model.name}")
    return 0 if given.overlay or given.out else _refresh_published()


def _train_overlay(given: argparse.Namespace) -> tuple[Path, bool]:
    files = read_overlay(given.overlay) if given.overlay else {}
    out = (given.out or ROOT / "models").absolute()
    with tempfile.TemporaryDirectory(prefix="sahayak-") as place:
        build_project(ROOT, files, Path(place))
        return train(Path(place), force=given.force, out=out)


def _refresh_published() -> int:
    """Our own model is there: what goes wrong with the curators' is told, and ours answers."""
    try:
        model = refresh(ROOT, settings.data_dir, _tell)
    except (TrainingError, OverlayError, OSError) as error:
        _tell(f"The curators' release could not be made anew: {error}")
    except (StoreError, SQLAlchemyError) as error:
        _tell(f"The curators' release could not be looked up: {type(error).__name__}")
    else:
        if model is not None:
            _tell(f"The curators' release was made anew: {model.name}")
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")

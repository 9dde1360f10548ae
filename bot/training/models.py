"""The folder of trained models: `models/<fingerprint>.tar.gz`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.training.fingerprint import compute_fingerprint

KEPT = 5
"""So many models stay, so that going back to an earlier state of the data costs no training."""


def model_path(root: Path, out: Path | None = None) -> Path:
    """Where the model of the project's present state is, or would be.

    Args:
        root: the project's folder.
        out: folder of models, by default the project's own.
    """
    return (out or root / "models") / f"{compute_fingerprint(root)}.tar.gz"


def remove_old(folder: Path, *, keep: int = KEPT) -> list[Path]:
    """Removes all but the newest models; returns the removed ones."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[keep:]:
        path.unlink()
    return models[keep:]


@contextmanager
def only_trainer(folder: Path) -> Iterator[None]:
    """Waits until no other process trains into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

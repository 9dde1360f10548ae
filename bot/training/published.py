"""Which model answers: the one that curators published, or the project's own.

Rasa is given a link, `DATA_DIR/models/current.tar.gz`, so that it comes back with the published
model whenever it is started again. A published model belongs to the project that it was trained
for: after an update its files are put over the new project and trained again (`refresh`); until
that is done the project's own, newer model answers.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from bot.training.fingerprint import compute_fingerprint
from bot.training.models import model_path
from bot.training.overlay import build_project
from bot.training.train import train
from store import releases
from store.engine import session
from store.models_curation import ModelRelease

LINK = "current.tar.gz"
Tell = Callable[[str], None]


def models_folder(data_dir: Path) -> Path:
    """Where the models that curators had trained lie."""
    return data_dir / "models"


def choose_model(root: Path, data_dir: Path, tell: Tell) -> Path:
    """The model to start with: the published one if it belongs to this project, else its own.

    Args:
        root: the project's folder.
        data_dir: of this instance.
        tell: called with a line for people when a published model is passed over.
    """
    own = model_path(root)
    release = _fetch_published()
    if release is None:
        return own
    path = models_folder(data_dir) / str(release.model)
    if release.product != compute_fingerprint(root):
        tell(
            f"Release {release.id} of the curators was made for an earlier version and is left "
            "out. `python -m bot train` makes it anew."
        )
        return own
    if not path.exists():
        tell(f"The model of release {release.id}, {path}, is missing. It is left out.")
        return own
    return path


def _fetch_published() -> ModelRelease | None:
    """The published release; None too before the database has its tables."""
    with session(read_only=True) as db:
        if not inspect(db.connection()).has_table(ModelRelease.__tablename__):
            return None
        return releases.fetch_published(db)


def current_model(root: Path, data_dir: Path) -> Path:
    """The model that answers now."""
    link = models_folder(data_dir) / LINK
    return link.resolve() if link.exists() else model_path(root)


def point_link(data_dir: Path, model: Path) -> Path:
    """Makes the link lead to a model, in one step; returns the link."""
    folder = models_folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{LINK}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(model.resolve())
    draft.replace(folder / LINK)
    return folder / LINK


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file, by which an overlay knows the file that it replaces; None: no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def still_wanted(root: Path, overlay: Mapping[str, Any], tell: Tell) -> dict[str, str]:
    """The files of an overlay that the project has not changed by itself since.

    Args:
        root: the project's folder.
        overlay: path → `{"text", "base"}`.
        tell: called with a line for each file that is left out.
    """
    wanted = {}
    for name, part in overlay.items():
        if file_digest(root / name) == part["base"]:
            wanted[name] = str(part["text"])
        else:
            tell(f"{name} was changed in the project too: the project's own stays.")
    return wanted


def refresh(root: Path, data_dir: Path, tell: Tell) -> Path | None:
    """Trains the published release anew when the project has changed; returns its model.

    None where nothing is published, or nothing had to be done.

    Raises:
        TrainingError: Rasa failed.
        OverlayError: a file of the release may not lie there.
    """
    release = _fetch_published()
    if release is None:
        return None
    product = compute_fingerprint(root)
    known = models_folder(data_dir) / str(release.model)
    if release.product == product and known.exists():
        return None
    with tempfile.TemporaryDirectory(prefix="sahayak-") as place:
        build_project(root, still_wanted(root, release.overlay, tell), Path(place))
        model, _ = train(Path(place), out=models_folder(data_dir))
    with session() as db:
        releases.set_model(db, release.id, model=model.name, product=product)
    return model

"""Names a model after everything it is made of."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

INPUTS = ("config.yml", "domain.yml", "data", "bot/nlu", "bot/knowledge")
"""Files and folders, from the project's root, that decide what a trained model says."""

PACKAGES = ("rasa", "scikit-learn")


def compute_fingerprint(root: Path) -> str:
    """Sixteen hexadecimal digits that change whenever training would give another model.

    Args:
        root: the project's folder.

    Raises:
        FileNotFoundError: one of `INPUTS` is missing.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for name, path in sorted(_find_inputs(root)):
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _find_inputs(root: Path) -> Iterator[tuple[str, Path]]:
    for name in INPUTS:
        start = root / name
        if not start.exists():
            raise FileNotFoundError(f"training needs {name}, which is not in {root}")
        for path in start.rglob("*") if start.is_dir() else [start]:
            if path.is_file() and not _is_by_product(path.relative_to(root)):
                yield path.relative_to(root).as_posix(), path


def _is_by_product(path: Path) -> bool:
    """Whether a file comes and goes without meaning: compiled code, editors' backups."""
    return any(
        part.startswith(".") or part == "__pycache__" for part in path.parts
    ) or path.name.endswith("~")

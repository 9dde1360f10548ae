"""A project with some files of `data` put over it, in a folder of its own that links to the rest.

Fingerprint, importer and lint take such a folder for a project like any other.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.training.fingerprint import INPUTS

#: What may lie in an overlay: an answer, or the messages that curators marked as out of scope.
FILE = re.compile(r"data/(?:faq/[a-z][a-z0-9_]*/[a-z][a-z0-9_]*|nlu/curated_out_of_scope)\.yml")
# Training imports the program from the folder that it runs in.
_PROGRAM = ("bot", "store", "actions")


class OverlayError(ValueError):
    """A file that may not lie in an overlay; the message names it."""


def read_overlay(folder: Path) -> dict[str, str]:
    """The files under a folder: path from there → text.

    Raises:
        OverlayError: a file is none that may lie in an overlay.
    """
    found = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    check_paths(found)
    return found


def write_overlay(files: Mapping[str, str], folder: Path) -> None:
    """Writes such files under a folder.

    Raises:
        OverlayError: a file is none that may lie in an overlay.
    """
    check_paths(files)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check_paths(files: Mapping[str, str]) -> None:
    """Sees to it that nothing but answers is put over the project.

    Raises:
        OverlayError: a path is none of an answer.
    """
    for name in files:
        if not FILE.fullmatch(name):
            raise OverlayError(f"{name} cannot be changed here; only data/faq/TOPIC/ID.yml can")


def build_project(root: Path, files: Mapping[str, str], folder: Path) -> None:
    """Makes the project that `root` would be with these files in it.

    Args:
        root: the project's folder, which stays as it is.
        files: path from the root → text.
        folder: an empty folder, or one to be made.

    Raises:
        OverlayError: a file is none that may lie in an overlay.
    """
    check_paths(files)
    folder.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys([*_PROGRAM, *(name.partition("/")[0] for name in INPUTS)]):
        if name == "data":
            _link_files(root / name, folder / name)
        elif (root / name).exists():
            (folder / name).symlink_to((root / name).resolve())
    for name in files:
        (folder / name).unlink(missing_ok=True)
    write_overlay(files, folder)


def _link_files(source: Path, target: Path) -> None:
    # Folders are made, not linked: whoever looks for files does not follow links to folders.
    for place, names in _walk(source):
        (target / place).mkdir(parents=True, exist_ok=True)
        for name in names:
            (target / place / name).symlink_to((source / place / name).resolve())


def _walk(source: Path) -> Iterator[tuple[Path, list[str]]]:
    for place, _, names in os.walk(source):
        yield Path(place).relative_to(source), names

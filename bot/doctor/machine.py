"""Checks of the machine: versions, disk, folder, key."""

import os
import shutil
import stat
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.doctor.findings import Finding, broken, fine, look
from store.settings import Settings

PINNED = {"rasa": "3.6.21", "SQLAlchemy": "1.4.54", "python-telegram-bot": "22.8"}
_GIB = 1 << 30
_SHORTEST_KEY = 32


def check_versions() -> Finding:
    """Python and the packages that everything depends on."""
    subject = "versions"
    if sys.version_info[:2] != (3, 10):
        said = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        return broken(subject, said, "Rasa runs on Python 3.10 only; run `make setup`.")
    wrong = [name for name, wanted in PINNED.items() if _installed(name) != wanted]
    if "rasa" in wrong and _installed("rasa") is None:
        # The slim image has no Rasa, and needs none.
        wrong.remove("rasa")
    if wrong:
        said = ", ".join(f"{name} {_installed(name) or 'is missing'}" for name in wrong)
        return broken(subject, said, "Run `make setup`, which installs what uv.lock says.")
    return fine(subject, ", ".join(f"{name} {wanted}" for name, wanted in PINNED.items()))


def check_disk(settings: Settings) -> Finding:
    """Free space where this instance writes."""
    free = shutil.disk_usage(_nearest(settings.data_dir)).free
    said = f"{free / _GIB:.1f} GiB free for {settings.data_dir}"
    if free < _GIB // 2:
        return broken("disk", said, "Free some space now: SQLite and models need half a GiB.")
    if free < 5 * _GIB:
        return look("disk", said, "Plan for more: back-ups and five models need about 5 GiB.")
    return fine("disk", said)


def check_folder(settings: Settings) -> Finding:
    """Whether this instance may write where it must."""
    folder = _nearest(settings.data_dir)
    if not os.access(folder, os.W_OK | os.X_OK):
        return broken("folder", f"{folder} is not writable", "Give it to the user we run as.")
    return fine("folder", f"{settings.data_dir} is writable")


def check_key(settings: Settings) -> Finding:
    """The key under which everything is sealed."""
    shortest = min(len(part.strip()) for part in settings.secret_key.split(","))
    if shortest < _SHORTEST_KEY:
        return broken(
            "key",
            f"SECRET_KEY has a part of {shortest} characters",
            "Use 64 random hexadecimal digits: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"',
        )
    file = settings.data_dir / "secret.key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return broken("key", f"{file} can be read by others", f"Run: chmod 600 {file}")
    return fine("key", "long enough, and private")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())

"""One instance a folder: two would answer each other's messages and send each other's SMS."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.launcher.errors import FolderTaken


@contextmanager
def instance_lock(folder: Path, port: int) -> Iterator[None]:
    """Holds the folder for this process; the kernel lets go of it even after `kill -9`.

    Raises:
        FolderTaken: another instance holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "instance.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise FolderTaken(str(folder), file.read().strip() or "?") from None
        file.truncate(0)
        file.write(f"pid {os.getpid()}, port {port}\n")
        file.flush()
        yield

"""The life of a check that runs beside the assistant: it tells how far it is, and stops when told.

Its state lies in the store, so that any page of any gateway can show it. It stops by itself when
it was cancelled, and when the gateway that started it has gone.
"""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from store import releases
from store.engine import session
from store.errors import StoreError

log = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
#: What share of the whole, in percent, is done when each step begins.
STEPS = {
    "waiting": 0,
    "reading": 2,
    "lint": 5,
    "before": 12,
    "after": 22,
    "training": 32,
    "comparing": 88,
    "writing": 99,
}
#: Components in the order in which Rasa trains them; each is a part of the step `training`.
_COMPONENTS = ("SparseIntentClassifier", "PassageSearch", "RulePolicy")


def now() -> datetime:
    """This moment."""
    return datetime.now(timezone.utc)


class Progress:
    """How far a check is."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {"step": "waiting", "percent": 0}

    def begin(self, step: str) -> None:
        """Notes that a step begins."""
        self.state = {"step": step, "percent": STEPS[step]}

    def train(self, component: str) -> None:
        """Notes that Rasa begins with a component."""
        if component in _COMPONENTS:
            share = (1 + _COMPONENTS.index(component)) / (1 + len(_COMPONENTS))
            percent = STEPS["training"] + share * (STEPS["comparing"] - STEPS["training"])
            self.state = {"step": "training", "percent": round(percent), "component": component}


@contextmanager
def living(release_id: int, progress: Progress) -> Iterator[None]:
    """Tells the store every two seconds how far the check is, while the block runs."""
    over = threading.Event()
    parent = os.getppid()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            if os.getppid() != parent:
                _fail(release_id, "stopped")
                _end()
            if not _beat(release_id, progress):
                _end()

    def stop(*_: object) -> None:
        _fail(release_id, "stopped")
        _end()

    before = signal.signal(signal.SIGTERM, stop)
    thread = threading.Thread(target=beat, daemon=True, name="beat")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        signal.signal(signal.SIGTERM, before)


def _beat(release_id: int, progress: Progress) -> bool:
    try:
        with session() as db:
            return releases.beat(db, release_id, progress.state, now=now())
    except StoreError:
        return True  # busy just now; the next beat will tell


def _fail(release_id: int, failure: str) -> None:
    try:
        with session() as db:
            releases.fail_check(db, release_id, failure, detail=None, now=now())
    except StoreError:
        log.warning("that a check ended could not be written down")


def _end() -> None:
    """Ends this process and the training below it, which all are one group of processes."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)

"""Wakes the streams of a conversation when there is something new for it.

Within one process; one that publishes and subscribes through Redis can take its place for several
gateways. A wake-up says only "look": what is new stands in the store.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Notifier(Protocol):
    """What streams and writers need; what is counted are listeners of this process."""

    def __len__(self) -> int: ...

    def count(self, conversation: str) -> int:
        """How many listen to a conversation."""
        ...

    def wake_all(self) -> None:
        """Tells everybody to look."""
        ...

    def wake(self, conversation: str) -> None:
        """Tells whoever listens to a conversation to look."""
        ...

    def listening(self, conversation: str) -> AbstractContextManager[asyncio.Event]:
        """Listens for the length of a block: the event is set whenever it is time to look."""
        ...


class OwnNotifier:
    """For a single gateway."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[asyncio.Event]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))

    def count(self, conversation: str) -> int:
        """How many listen to a conversation."""
        return len(self._listeners.get(conversation, ()))

    def wake(self, conversation: str) -> None:
        """Tells whoever listens to a conversation to look; on the event loop."""
        for event in self._listeners.get(conversation, ()):
            event.set()

    def wake_all(self) -> None:
        """Tells everybody to look."""
        for conversation in self._listeners:
            self.wake(conversation)

    @contextmanager
    def listening(self, conversation: str) -> Iterator[asyncio.Event]:
        """Listens for the length of a block: the event is set whenever it is time to look."""
        event = asyncio.Event()
        self._listeners.setdefault(conversation, []).append(event)
        try:
            yield event
        finally:
            self._listeners[conversation].remove(event)
            if not self._listeners[conversation]:
                del self._listeners[conversation]

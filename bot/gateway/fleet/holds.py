"""One gateway at a time works on a conversation.

A gateway holds a conversation from before a message is written down until its answer is recorded,
so messages keep their order and nothing is done twice. Rasa's own RedisLockStore is not safe for
this in the open-source version: it reads, changes and writes in three steps.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol


class HoldUnavailable(Exception):
    """The conversation could not be had in time: another gateway has it, or Redis is away."""


class Holds(Protocol):
    """Conversations that this gateway works on. Holding one again only counts."""

    async def enter(self, conversation: str, *, seconds: float) -> bool:
        """Takes the conversation, waiting at most so long while another gateway has it.

        Returns:
            Whether this gateway was also the last to have it, so that what it remembers of the
            conversation is true.

        Raises:
            HoldUnavailable: it was not to be had in time.
        """
        ...

    async def leave(self, conversation: str) -> None:
        """Gives it up once it was left as often as it was entered."""
        ...

    async def close(self) -> None:
        """Gives everything up."""
        ...


class OwnHolds:
    """For a single gateway: it has every conversation to itself."""

    async def enter(self, conversation: str, *, seconds: float) -> bool:
        """Nothing to wait for."""
        return True

    async def leave(self, conversation: str) -> None:
        """Nothing to give up."""

    async def close(self) -> None:
        """Nothing to give up."""


@asynccontextmanager
async def holding(holds: Holds, conversation: str, *, seconds: float) -> AsyncIterator[bool]:
    """Enters for the length of a block; yields what `enter` returns.

    Raises:
        HoldUnavailable: the conversation was not to be had in time.
    """
    was_ours = await holds.enter(conversation, seconds=seconds)
    try:
        yield was_ours
    finally:
        await holds.leave(conversation)

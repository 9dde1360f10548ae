"""One lane a conversation: its messages go to Rasa one after another, lanes side by side."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.gateway.memory import Memory
from bot.gateway.messages import Reply
from bot.gateway.outcomes import Verdict


@dataclass
class Turn:
    """A message on its way. `answer` is set once, with the replies; `closed` when it is over.

    `started` is of `time.perf_counter()`; `confidence` Rasa's in what it understood, 0 to 1.
    """

    conversation: str
    message_id: str
    channel: str
    text: str = field(repr=False)
    metadata: dict[str, Any] = field(repr=False)
    answer: asyncio.Future[list[Reply]] = field(repr=False)
    can_be_asked_for: bool
    retry_seconds: float
    waiters: int = 0
    started: float = field(default_factory=time.perf_counter)
    confidence: float | None = None
    verdict: Verdict = Verdict()
    closed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)


@dataclass
class Lane:
    """What one conversation has going on.

    `intake` keeps the order in which messages are written down, `dispatch` the order in which
    Rasa gets them. `late` holds replies that came after their client had gone, and cannot be
    asked for by a message_id.
    """

    memory: Memory = field(default_factory=Memory)
    intake: asyncio.Lock = field(default_factory=asyncio.Lock)
    dispatch: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: dict[str, Turn] = field(default_factory=dict)
    late: list[Reply] = field(default_factory=list)
    users: int = 0
    head_started: float = 0.0


class Lanes:
    """The lanes lately used. Idle ones are forgotten beyond `max_lanes`."""

    def __init__(self, max_lanes: int) -> None:
        self._max_lanes = max_lanes
        self._lanes: OrderedDict[str, Lane] = OrderedDict()

    def get(self, conversation: str) -> Lane:
        """The lane of a conversation, made if need be."""
        lane = self._lanes.pop(conversation, None) or Lane()
        self._lanes[conversation] = lane
        if len(self._lanes) > self._max_lanes:
            self._forget_one()
        return lane

    def __len__(self) -> int:
        return len(self._lanes)

    def _forget_one(self) -> None:
        # Busy ones are skipped; our caller's is the newest, so never among the oldest few.
        for name, lane in islice(self._lanes.items(), 64):
            if not (lane.users or lane.turns):
                del self._lanes[name]
                return

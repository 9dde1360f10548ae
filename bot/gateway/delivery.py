"""Gives one message to Rasa, and tries again while Rasa or the action server is down."""

import asyncio
import logging

from bot.gateway.lanes import Turn
from bot.gateway.messages import Reply, merge_parts, read_confidence
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.rasa_client import RasaClient, RasaRefused, RasaUnavailable, TurnFailed
from bot.gateway.strings import say

log = logging.getLogger(__name__)


class Delivery:
    """Attempts, pauses and giving up, for one message at a time."""

    def __init__(self, rasa: RasaClient, metrics: Metrics, options: Options) -> None:
        self._rasa = rasa
        self._metrics = metrics
        self._options = options
        self._slots = asyncio.Semaphore(options.rasa_concurrency)

    async def deliver(self, turn: Turn) -> tuple[list[Reply], str]:
        """Returns Rasa's replies and `answered`, or ours and `gave_up`.

        Rasa answers a message with nothing when its action server failed, so an empty answer
        is a failed turn. A few of those, with both servers up, are the message's own fault.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + turn.retry_seconds
        pause = self._options.retry_pause_seconds
        num_failed = 0
        while loop.time() < deadline and num_failed < self._options.max_failed_turns:
            try:
                seconds = min(deadline - loop.time(), self._options.attempt_seconds)
                return await self._attempt(turn, seconds), "answered"
            except RasaRefused as error:
                log.error("Rasa refused a message: %s", error)
                self._metrics.rasa_failures.labels("refused").inc()
                break
            except RasaUnavailable as error:
                log.warning("Rasa did not answer: %s", error)
                self._metrics.rasa_failures.labels("unavailable").inc()
            except TurnFailed as error:
                log.warning("A turn failed: %s", error)
                self._metrics.rasa_failures.labels("failed").inc()
                num_failed += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._options.max_retry_pause_seconds)
            if num_failed:
                await self._wait_for_actions(deadline)
        return gave_up(turn), "gave_up"

    async def _attempt(self, turn: Turn, seconds: float) -> list[Reply]:
        """One attempt; an empty answer is a failed turn."""
        async with self._slots:
            with self._metrics.step("rasa"):
                parts = await self._rasa.send(
                    conversation=turn.conversation,
                    text=turn.text,
                    metadata=turn.metadata,
                    message_id=turn.message_id,
                    seconds=max(0.1, seconds),
                )
        turn.confidence = read_confidence(parts)
        replies = merge_parts(parts)
        if not replies:
            raise TurnFailed("no reply")
        return replies

    async def _wait_for_actions(self, deadline: float) -> None:
        # Sending again while the action server is down would only lengthen the tracker.
        loop = asyncio.get_running_loop()
        while loop.time() < deadline and not await self._rasa.is_action_server_ready():
            await asyncio.sleep(self._options.retry_pause_seconds)


def gave_up(turn: Turn) -> list[Reply]:
    """What a person is told when their message cannot be answered."""
    text = say("gave_up", turn.metadata.get("language"))
    return [{"text": text, "custom": {"code": "gave_up"}}]

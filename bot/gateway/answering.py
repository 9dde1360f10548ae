"""From a message as a channel read it to its replies: cleaned, checked for words, given a turn."""

from bot.gateway import payloads
from bot.gateway.clean import clean_text, has_words
from bot.gateway.messages import Incoming, Reply
from bot.gateway.metrics import Metrics
from bot.gateway.strings import say
from bot.gateway.turns import Turns


class Answering:
    """What all channels whose client waits for the answer share."""

    def __init__(self, turns: Turns, metrics: Metrics) -> None:
        self._turns = turns
        self._metrics = metrics

    async def answer(self, incoming: Incoming) -> list[Reply]:
        """The replies to one message; without words it gets no turn.

        Raises:
            Refused: see `Turns.accept`.
        """
        text = payloads.admit(clean_text(incoming.text))
        if not has_words(text):
            self._metrics.replies.labels("empty").inc()
            code = "media" if incoming.has_media else "empty"
            return [{"text": say(code, incoming.language), "custom": {"code": code}}]
        return await self._turns.accept(incoming.with_text(text))

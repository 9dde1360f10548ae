"""One message a second in a chat, fewer in a group: Telegram's limits, which its library lacks."""

import asyncio
from collections import OrderedDict

from bot.channels.telegram.options import TelegramOptions

_MOST_CHATS = 20_000


class Pace:
    """When the next message may go to each chat."""

    def __init__(self, options: TelegramOptions) -> None:
        self._options = options
        self._free_at: OrderedDict[int, float] = OrderedDict()

    async def wait(self, chat_id: int) -> float:
        """Waits for the chat's turn; when that is too far off, returns the seconds until then.

        Returns:
            0 when the message may go now.
        """
        loop = asyncio.get_running_loop()
        wait = self._free_at.get(chat_id, 0.0) - loop.time()
        if wait > self._options.longest_wait_seconds:
            return wait
        # Taken before the wait, so that the next one comes after this one.
        self._free_at[chat_id] = loop.time() + max(0.0, wait) + self._pause(chat_id)
        self._free_at.move_to_end(chat_id)
        if len(self._free_at) > _MOST_CHATS:
            self._free_at.popitem(last=False)
        if wait > 0:
            await asyncio.sleep(wait)
        return 0.0

    def note_sent(self, chat_id: int) -> None:
        """Counts the pause from when Telegram took a message, however long that took."""
        free_at = asyncio.get_running_loop().time() + self._pause(chat_id)
        self._free_at[chat_id] = max(free_at, self._free_at.get(chat_id, 0.0))

    def _pause(self, chat_id: int) -> float:
        is_group = chat_id < 0
        return self._options.group_pause_seconds if is_group else self._options.chat_pause_seconds

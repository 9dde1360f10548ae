"""Telegram brings updates twice, and an older one after a newer."""

import asyncio
import time

from bench.chaos.stage import Stage
from bench.chaos.telegram_api import update_of

_WORDS = "basic {pay}, 33 saal ki naukri, pension kitni milegi"
_FIRST_CHAT = 7_000_000
_LONGEST_SECONDS = 90.0
#: The third before the second, and all of them again.
ORDER = (0, 0, 2, 1, 2, 0, 1)


class Chatter:
    """A chat that sends three messages."""

    def __init__(self, chat: int) -> None:
        self.chat = chat
        first = chat * 10
        self.updates = [
            update_of(first + n, chat, _WORDS.format(pay=self.pay(n))) for n in range(3)
        ]

    def pay(self, number: int) -> str:
        """Of a message: different in each."""
        return f"{20_000 + 200 * ((self.chat * 3 + number) % 900):,}"

    def half(self, number: int) -> str:
        """What the answer to a message must hold."""
        return f"{10_000 + 100 * ((self.chat * 3 + number) % 900):,}"


async def replay_and_reorder(stage: Stage) -> None:
    """Brings each chat's updates in a wrong order and more than once; judges what was sent."""
    first = _FIRST_CHAT + int(time.time()) % 100_000 * 100
    chats = [Chatter(first + number) for number in range(len(stage.people))]
    began = time.monotonic()
    await asyncio.gather(*(_bring(stage, chat) for chat in chats))
    deadline = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < deadline and not all(_is_answered(stage, chat) for chat in chats):
        await asyncio.sleep(0.5)
    seconds = time.monotonic() - began
    await asyncio.gather(*(_bring(stage, chat) for chat in chats))
    await asyncio.sleep(3)
    for chat in chats:
        _judge(stage, chat)
    stage.notes.append(
        f"{3 * len(chats)} Telegram updates, each brought four times or more, in a wrong order; "
        f"all answered after {seconds:.0f} s (Telegram allows one message a second in a chat)"
    )


async def _bring(stage: Stage, chat: Chatter) -> None:
    for place in ORDER:
        for _ in range(100):
            if await stage.telegram.bring(
                stage.talk.session, stage.cluster.url, chat.updates[place]
            ):
                break
            await asyncio.sleep(0.3)


def _is_answered(stage: Stage, chat: Chatter) -> bool:
    sent = stage.telegram.sent[chat.chat]
    return all(any(chat.half(n) in text for text in sent) for n in range(3))


def _judge(stage: Stage, chat: Chatter) -> None:
    sent = stage.telegram.sent[chat.chat]
    for number in range(3):
        hits = [text for text in sent if f"₹{chat.half(number)} " in text]
        name = f"telegram {chat.chat}/{number}"
        if not hits:
            stage.lost.append(f"{name}: no answer")
        if len(hits) > 1:
            stage.doubled.append(f"{name}: {len(hits)} answers")

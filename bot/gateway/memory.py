"""What is remembered of a conversation between its messages.

That is its language, which answer was given last, and whether a code is on its way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.gateway import payloads
from bot.gateway.messages import Reply
from bot.nlu.language import detect

#: How long a short question is still read in the topic of the last answer.
_TOPIC_LASTS = timedelta(minutes=10)
_ANSWER = re.compile(r"[a-z][a-z0-9_]{0,79}")
#: What the store calls a chosen language, and what Rasa's metadata calls it.
LANGUAGES = {"hi": "hi", "en": "en", "hi-Latn": "hinglish"}
_SWITCHES = {
    "/switch_language_hi": "hi",
    "/switch_language_en": "en",
    "/switch_language_roman": "hinglish",
}
_FRESH = timedelta(minutes=5)
#: A code is valid for 5 minutes; people type it later than that.
_LATE_OTP = timedelta(minutes=15)


@dataclass
class Memory:
    """Kept in the process; what matters of it can be read back from the store."""

    language: str | None = None
    preference: str | None = None
    otp_until: datetime | None = None
    read_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether it is time to read the store again, and to note there that someone is here."""
        return self.read_at is None or now - self.read_at > _FRESH

    def note(self, language: str, now: datetime) -> None:
        """Remembers the language of the latest message, once it is written down."""
        self.language = language
        if self.is_stale(now):
            self.read_at = now

    def choose_language(self, text: str, hint: str | None) -> str:
        """The language of a message: `hi`, `en` or `hinglish`.

        Args:
            text: with tokens.
            hint: what the channel knows, when nothing was said yet.
        """
        previous = self.language or LANGUAGES.get(self.preference or "") or hint
        if payloads.is_payload(text):
            return _SWITCHES.get(text) or previous or "hi"
        return detect(text, previous)

    def note_answer(self, replies: Sequence[Reply], now: datetime) -> None:
        """Remembers the answer that was given; a reply that asks something ends its topic.

        A remark without buttons may come after an answer.
        """
        self.answer = self.answered_at = None
        for reply in reversed(replies):
            named = (reply.get("custom") or {}).get("answer")
            if isinstance(named, str) and _ANSWER.fullmatch(named):
                self.answer, self.answered_at = named, now
            if named or reply.get("buttons"):
                return

    def context(self, now: datetime) -> dict[str, Any]:
        """For Rasa's metadata: the id of the answer that a short question may go on from."""
        if self.answered_at is None or now - self.answered_at > _TOPIC_LASTS:
            return {}
        return {"context": {"answer": self.answer}}

    def read_choice(self, replies: list[Reply]) -> str | None:
        """The language that the person chose in this turn, as the replies tell: `preference`."""
        chosen = [(reply.get("custom") or {}).get("preference") for reply in replies]
        return next((choice for choice in reversed(chosen) if choice in LANGUAGES), None)

    def may_be_late_otp(self, text: str, now: datetime) -> bool:
        """Whether digits may be a code that has just expired; round sums are not."""
        return self.otp_until is not None and now < self.otp_until and not text.endswith("00")

    @staticmethod
    def may_have_started_otp(text: str) -> bool:
        """Whether a code may have been sent, or used, in the turn of this message."""
        return "[mobile#" in text or "[otp#" in text or text.startswith("/choose")

    def note_otp(self, *, is_awaited: bool, now: datetime) -> None:
        """Remembers that a code was sent, or forgets it once it was used."""
        self.otp_until = now + _LATE_OTP if is_awaited else None

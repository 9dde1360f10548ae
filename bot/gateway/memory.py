"""What is remembered of a conversation between its messages: language, and a code on its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.gateway import payloads
from bot.gateway.messages import Reply
from bot.nlu.language import detect

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

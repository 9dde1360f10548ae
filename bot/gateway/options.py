"""Limits and patience of the gateway: one frozen object, so that a test can shorten them."""

from dataclasses import dataclass

from bot.channels.telegram.options import TelegramOptions
from store.settings import Settings


@dataclass(frozen=True)
class Options:
    """Sizes in bytes or characters, times in seconds."""

    max_body_bytes: int = 16 * 1024
    max_text_characters: int = 4_000
    max_id_characters: int = 128
    body_seconds: float = 10.0
    sender_per_minute: float = 60
    sender_burst: int = 30
    # Of one conversation, from one midnight in India to the next; 0 for no limit.
    messages_per_day: int = 0
    # Above what one Rasa can answer: whole offices, and our own measurements, share an address.
    address_per_minute: float = 12_000
    address_burst: int = 2_000
    # A worksheet is three requests; a department's program may compute for a whole office.
    desk_per_minute: float = 600
    desk_burst: int = 120
    # A new conversation of the widget; whole offices share an address.
    sessions_per_minute: float = 120
    session_burst: int = 240
    feedback_per_minute: float = 20
    feedback_burst: int = 20
    widget_session_seconds: float = 12 * 3600
    streams_per_session: int = 2
    max_streams: int = 200
    stream_poll_seconds: float = 2.0
    stream_alive_seconds: float = 15.0
    max_buckets: int = 20_000
    intake_seconds: float = 6.0
    patience_seconds: float = 4.0
    retry_seconds: float = 30.0
    # A Rasa server that takes so long hangs: the message goes to another one.
    attempt_seconds: float = 8.0
    recovery_seconds: float = 300.0
    # Longer than the lease of a gateway that died (`fleet.redis_holds.LEASE_SECONDS`).
    hold_seconds: float = 10.0
    abandoned_seconds: int = 8
    abandoned_scan_seconds: float = 3.0
    retry_pause_seconds: float = 0.25
    max_retry_pause_seconds: float = 1.0
    max_failed_turns: int = 3
    record_patience_seconds: float = 1.0
    record_seconds: float = 90.0
    rasa_concurrency: int = 16
    max_turns: int = 500
    max_turns_per_conversation: int = 60
    store_threads: int = 4
    readiness_seconds: float = 1.0
    probe_timeout_seconds: float = 1.0
    actions_seconds: float = 5.0
    housekeeping_seconds: float = 300.0
    transcript_days: int = 365
    telegram: TelegramOptions = TelegramOptions()


def read_options(settings: Settings) -> Options:
    """Options of a real instance: what the settings say, defaults for the rest.

    A sender may send half of a minute's messages in one burst.
    """
    per_minute = settings.messages_per_minute
    return Options(
        sender_per_minute=per_minute,
        sender_burst=max(1, per_minute // 2),
        messages_per_day=settings.messages_per_day,
        transcript_days=settings.transcript_days,
    )

"""Limits and patience of the Telegram channel, so that a test can shorten them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TelegramOptions:
    """Times in seconds. The rates are Telegram's: 30 messages a second, one a second in a chat."""

    poll_seconds: int = 25
    poll_pause_seconds: float = 0.5
    request_seconds: float = 8.0
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0
    messages_per_second: float = 30.0
    chat_pause_seconds: float = 1.0
    # Telegram allows 20 messages a minute in a group.
    group_pause_seconds: float = 3.0
    # Longer than a request with its time-outs and a wait for the chat's turn.
    lease_seconds: float = 40.0
    longest_wait_seconds: float = 5.0
    typing_after_seconds: float = 0.3
    typing_every_seconds: float = 4.0
    # Older messages waited at Telegram while we were away: no flood of the person's making.
    flood_age_seconds: float = 30.0
    max_update_bytes: int = 1024 * 1024
    max_chats_at_once: int = 200
    max_failed_tries: int = 3
    gauge_seconds: float = 5.0
    # An update that waits so long is looked at by every gateway.
    abandoned_seconds: float = 8.0

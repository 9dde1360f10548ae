"""Checks of ourselves, SMS and Telegram over the network. Nothing is sent to anybody."""

import socket
from urllib.parse import urlsplit

import httpx

from bot.doctor.findings import Finding, broken, fine, look
from store.settings import Settings

_PATIENCE = 5.0


def check_door(settings: Settings) -> Finding:
    """Whether an instance runs on our port, and would answer a question."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104
    url = f"http://{host}:{settings.port}/readyz"
    try:
        answer = httpx.get(url, timeout=_PATIENCE)
        parts = answer.json()
    except (httpx.HTTPError, ValueError):
        return look("door", f"nothing of ours answers on port {settings.port}", "Run: make run")
    if answer.status_code == 200:
        return fine("door", f"ready on port {settings.port}")
    missing = [name for name, is_there in parts.items() if name != "ready" and not is_there]
    said = f"runs on port {settings.port}, but not ready: {', '.join(missing)}"
    return broken("door", said, "Look into the log of the part that is named.")


def check_sms(settings: Settings) -> Finding:
    """Whether one-time codes would reach people."""
    if settings.sms_sender == "console":
        said = f"codes are written to {settings.outbox}, not sent"
        return look("sms", said, "Right for trying out. Set SMS_SENDER=http before people use it.")
    url = urlsplit(settings.sms_http_url)
    if settings.sms_sender != "http" or not url.hostname:
        return broken("sms", "SMS_HTTP_URL names no provider", "See the settings in README.md.")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        socket.create_connection((url.hostname, port), timeout=_PATIENCE).close()
    except OSError as error:
        said = f"the provider cannot be reached: {type(error).__name__}"
        return broken("sms", said, "Look at the firewall, the proxy and SMS_HTTP_URL.")
    if url.scheme != "https":
        return look("sms", "the provider is reached without TLS", "Ask it for an https address.")
    return fine("sms", "the provider can be reached")


def check_telegram(settings: Settings) -> Finding:
    """Whether Telegram knows our bot."""
    if not settings.telegram_bot_token:
        return fine("telegram", "not used")
    base = settings.telegram_api_base.rstrip("/")
    try:
        answer = httpx.get(f"{base}/bot{settings.telegram_bot_token}/getMe", timeout=_PATIENCE)
    except httpx.HTTPError as error:
        # The error's own text would hold the token.
        said = f"cannot be reached: {type(error).__name__}"
        return broken("telegram", said, "Look at the firewall and at TELEGRAM_API_BASE.")
    if answer.status_code in (401, 404):
        return broken("telegram", "does not know the token", "Get a new one from @BotFather.")
    if not answer.is_success:
        return look("telegram", f"answered {answer.status_code}", "Try again in a minute.")
    if settings.telegram_webhook_url and not settings.telegram_webhook_url.startswith("https://"):
        said = "TELEGRAM_WEBHOOK_URL is no https address"
        return broken("telegram", said, "Telegram calls only https addresses; or leave it empty.")
    return fine("telegram", "knows the bot; " + _way(settings))


def check_address(settings: Settings) -> Finding:
    """Whether links lead people to us."""
    if settings.public_url.startswith("http://127.0.0.1"):
        said = f"links lead to {settings.public_url}, which works on this machine only"
        return look("address", said, "Set PUBLIC_URL to the address by which people reach us.")
    if not settings.public_url.startswith("https://"):
        return broken("address", "PUBLIC_URL is not https", "Put nginx with TLS in front.")
    if not settings.trust_forwarded_for:
        said = "TRUST_FORWARDED_FOR is off"
        remedy = "Behind a proxy set it to yes, or everybody shares the proxy's limits."
        return look("address", said, remedy)
    return fine("address", settings.public_url)


def _way(settings: Settings) -> str:
    return "webhook" if settings.telegram_webhook_url else "polling"

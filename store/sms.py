"""Sending SMS. Neither the number nor the text ever reaches a log."""

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, quote_plus

import httpx
from prometheus_client import Counter

from store.settings import Settings

logger = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS = 0.5
_SENDS = Counter("sahayak_sms", "SMS by how they ended.", ["outcome"])
_PLACEHOLDER = re.compile(r"\{(mobile|text|template_id)\}")


class SmsFailed(Exception):
    """The message was not accepted; the text says why, without number or message."""


class SmsSender(Protocol):
    """Something that sends a text. It blocks: call it from a thread in asynchronous code."""

    def send(self, mobile: str, text: str, *, template_id: str = "") -> None:
        """Sends `text` to ten-digit `mobile`.

        Raises:
            SmsFailed: it was not accepted.
        """


def make_sender(settings: Settings) -> SmsSender:
    """The sender that the settings name.

    Raises:
        ValueError: SMS_SENDER is unknown, or what it needs is missing or malformed.
    """
    if settings.sms_sender == "console":
        return ConsoleSender(settings.outbox)
    if settings.sms_sender == "http":
        return HttpSender(settings)
    raise ValueError(f"SMS_SENDER must be console or http, not {settings.sms_sender!r}")


class ConsoleSender:
    """For trying things out: a line in the log, the whole message in a private file."""

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox

    def send(self, mobile: str, text: str, *, template_id: str = "") -> None:
        """Appends one JSON line to the outbox."""
        with _counted():
            self._write(mobile, text, template_id)

    def _write(self, mobile: str, text: str, template_id: str) -> None:
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        line = {"at": at, "mobile": mobile, "text": text, "template_id": template_id}
        try:
            self._outbox.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            descriptor = os.open(self._outbox, flags, 0o600)
            with os.fdopen(descriptor, "ab", buffering=0) as file:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise SmsFailed(f"the outbox cannot be written: {error.strerror}") from None
        logger.info("SMS written to %s", self._outbox)


class HttpSender:
    """Posts to a provider: SMS_HTTP_URL, SMS_HTTP_HEADERS (a JSON object), SMS_HTTP_BODY.

    `{mobile}`, `{text}` and `{template_id}` are filled in where they stand in the URL and in the
    body; a body that starts with `{` or `[` is JSON, any other a form, none makes it a GET.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        if not settings.sms_http_url:
            raise ValueError("SMS_SENDER=http needs SMS_HTTP_URL")
        # At their usual level these loggers write the whole URL.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._url = settings.sms_http_url
        self._body = settings.sms_http_body.strip()
        self._is_json = self._body.startswith(("{", "["))
        self._template_id = settings.sms_dlt_template_id
        self._retries = settings.sms_retries
        self._pause = pause
        kind = "application/json" if self._is_json else "application/x-www-form-urlencoded"
        self._client = httpx.Client(
            timeout=settings.sms_timeout_seconds,
            transport=transport,
            headers={"Content-Type": kind, **_read_headers(settings.sms_http_headers)},
        )

    def send(self, mobile: str, text: str, *, template_id: str = "") -> None:
        """Sends, and tries again after a lost connection, 429 or 5xx, waiting longer each time."""
        with _counted():
            self._send(mobile, text, template_id)

    def _send(self, mobile: str, text: str, template_id: str) -> None:
        values = {"mobile": mobile, "text": text, "template_id": template_id or self._template_id}
        for attempt in range(self._retries + 1):
            if attempt:
                self._pause(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            problem, is_final = self._try(values)
            if not problem:
                return
            logger.warning("SMS attempt %d: %s", attempt + 1, problem)
            if is_final:
                break
        raise SmsFailed(problem)

    def _try(self, values: Mapping[str, str]) -> tuple[str, bool]:
        url = _fill(self._url, values, _in_url)
        body = _fill(self._body, values, _in_json if self._is_json else quote_plus)
        try:
            response = self._client.request(
                "POST" if body else "GET", url, content=body.encode() or None
            )
        except httpx.TransportError as error:
            return type(error).__name__, False
        if response.is_success:
            return "", True
        code = response.status_code
        return f"the provider answered {code}", not (code == 429 or code >= 500)


@contextmanager
def _counted() -> Iterator[None]:
    try:
        yield
    except SmsFailed:
        _SENDS.labels("failed").inc()
        raise
    _SENDS.labels("sent").inc()


def _fill(template: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    # In one pass: what a person typed must not be read as a template again.
    return _PLACEHOLDER.sub(lambda found: escape(values[found[1]]), template)


def _in_url(value: str) -> str:
    return quote(value, safe="")


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _read_headers(text: str) -> dict[str, str]:
    try:
        headers = json.loads(text or "{}")
    except json.JSONDecodeError:
        headers = None
    if not isinstance(headers, dict):
        raise ValueError('SMS_HTTP_HEADERS must be a JSON object such as {"Authorization": "..."}')
    return {str(name): str(value) for name, value in headers.items()}

"""Log lines of all processes: readable or JSON, with the request's id, never what was said.

The words of an exception may quote what a person wrote; its type and its frames do not.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import datetime, timezone
from types import TracebackType

#: Made by the gateway for each request, and handed on to Rasa and the action server.
request_id: ContextVar[str] = ContextVar("request_id", default="-")

TEXT = "%(asctime)s %(levelname)-7s %(name)s [%(request)s] %(message)s"
_QUIET_LIBRARIES = ("aiohttp", "sqlalchemy", "asyncio", "httpx", "httpcore", "telegram")
_Failure = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class Formatter(logging.Formatter):
    """Adds the request's id, and reduces an exception to where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        record.request = request_id.get()
        return super().format(record)

    def formatException(self, ei: _Failure) -> str:
        """Type and places of an exception, without its message and its source lines."""
        places, frame = [], ei[2]
        while frame is not None:
            code = frame.tb_frame.f_code
            places.append(f"  {code.co_filename}:{frame.tb_lineno} {code.co_name}")
            frame = frame.tb_next
        name = ei[0].__name__ if ei[0] else "no exception"
        return "\n".join([name, *places])


class JsonFormatter(Formatter):
    """One JSON object a line: `at`, `level`, `service`, `logger`, `request_id`, `message`."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record; an exception's places stand under `failure`."""
        line = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "request_id": request_id.get(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["failure"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str, *, form: str, service: str) -> None:
    """Sends the logs of this process to standard error.

    Args:
        level: as in `LOG_LEVEL`.
        form: `json`, or `text` for people.
        service: name of the process.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service) if form == "json" else Formatter(TEXT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)

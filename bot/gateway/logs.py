"""Log lines of the gateway: readable, with the request's id, never what was said or by whom."""

import logging
import sys
from contextvars import ContextVar
from types import TracebackType

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s [%(request)s] %(message)s"
_QUIET_LIBRARIES = ("aiohttp", "sqlalchemy", "asyncio")


class Formatter(logging.Formatter):
    """Adds the request's id, and reduces an exception to where it happened.

    The words of an exception may quote what a person wrote; its type and its frames do not.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        record.request = request_id.get()
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Type and places of an exception, without its message and its source lines."""
        places, frame = [], ei[2]
        while frame is not None:
            code = frame.tb_frame.f_code
            places.append(f"  {code.co_filename}:{frame.tb_lineno} {code.co_name}")
            frame = frame.tb_next
        name = ei[0].__name__ if ei[0] else "no exception"
        return "\n".join([name, *places])


def configure(level: str) -> None:
    """Sends the logs of this process to standard error at `level`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(_FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)

"""Refusals of the public door: an HTTP status and a bilingual explanation."""

import math

from starlette.responses import JSONResponse

from bot.gateway.strings import strings
from store.waiting import in_words


class Refused(Exception):
    """A request that gets no turn.

    Args:
        status: HTTP status.
        code: key of the explanation in `strings.yml`, under `errors`.
        field: name of the field at fault, if one is.
        retry_after: seconds after which trying again makes sense.
    """

    def __init__(
        self, status: int, code: str, *, field: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.field = field
        self.retry_after = retry_after

    @property
    def message(self) -> dict[str, str]:
        """The explanation in both languages, with the time from which to try again."""
        both: dict[str, str] = strings()["errors"][self.code]
        when = in_words(self.retry_after or 1)
        return {
            language: text.replace("{when}", when[language]) for language, text in both.items()
        }

    def response(self) -> JSONResponse:
        """The refusal as `{"error": {"code", "field"?, "message": {"hi", "en"}}}`."""
        error: dict[str, object] = {"code": self.code}
        if self.field:
            error["field"] = self.field
        error["message"] = self.message
        return JSONResponse({"error": error}, status_code=self.status, headers=self.headers())

    def headers(self) -> dict[str, str]:
        """When to come again, and whether the rest of the body will be read."""
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after)))
        if self.status == 413:
            headers["Connection"] = "close"
        return headers

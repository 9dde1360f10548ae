"""JSON in, JSON out: what the command line and the HTTP routes of the calculators share."""

import json
from datetime import date
from typing import Any

from actions.rules import compute
from actions.rules.errors import InputError, problem

NAMELESS = {"hi": "", "en": ""}


def read_json(text: str | bytes) -> Any:
    """Parses JSON.

    Raises:
        InputError: the text is not JSON, or its bytes are not UTF-8.
    """
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(decoded.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise problem("input", "not_json", NAMELESS) from None


def write_json(content: object, *, indent: int | None = None) -> bytes:
    """UTF-8; half a surrogate pair, which a field's name may hold, is escaped."""
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace")


def answer(name: object, values: object, *, today: date) -> dict[str, Any]:
    """The JSON answer: a result, or the error naming one field."""
    try:
        return compute(name, values, today=today).to_json()
    except InputError as error:
        return error.to_json()


def answer_line(text: str, *, today: date) -> dict[str, Any]:
    """The JSON answer to one line of a batch: `{"calculator": ..., "input": {...}}`."""
    try:
        request = read_json(text)
        if not isinstance(request, dict):
            raise problem("input", "not_an_object", NAMELESS)
    except InputError as error:
        return error.to_json()
    return answer(request.get("calculator"), request.get("input", {}), today=today)

"""Turns one raw value (from JSON, a form or a chat) into what a formula works with."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from math import isfinite
from types import SimpleNamespace
from typing import Any

from actions.rules.choices import fold, listed
from actions.rules.errors import InputError, problem
from actions.rules.figures import written_number
from actions.rules.inputs import Input

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LARGEST = 10**15
LONGEST_TEXT = 200


def parse(row: Input, raw: object) -> Any:
    """Reads the value of one field.

    Returns:
        int, Decimal, bool, date, str (choice code or text) or list, by `row.kind`.

    Raises:
        InputError: wrong type, out of range, unknown choice.
    """
    return PARSERS[row.kind](row, raw)


def _integer(row: Input, raw: object) -> int:
    if type(raw) is not int:
        raise problem(row.name, "not_integer", row.title)
    _check_range(row, raw)
    return raw


def _number(row: Input, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
        raise problem(row.name, "not_number", row.title)
    # Every int is finite, and a very long one is no float.
    if not isinstance(raw, int) and not isfinite(raw):
        raise problem(row.name, "not_number", row.title)
    _check_range(row, raw)
    return Decimal(str(raw))


def _check_range(row: Input, number: int | float | Decimal) -> None:
    largest = LARGEST if row.maximum is None else row.maximum
    smallest = -LARGEST if row.minimum is None else row.minimum
    if number < smallest:
        raise problem(row.name, "too_small", row.title, bound=written_number(smallest))
    if number > largest:
        raise problem(row.name, "too_large", row.title, bound=written_number(largest))


def _boolean(row: Input, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise problem(row.name, "not_boolean", row.title)
    return raw


def _date(row: Input, raw: object) -> date:
    day = None
    if isinstance(raw, date) and not isinstance(raw, datetime):
        day = raw
    elif isinstance(raw, str) and ISO_DAY.fullmatch(raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise problem(row.name, "not_date", row.title)
    return day


def _text(row: Input, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_TEXT:
        raise problem(row.name, "not_text", row.title)
    return raw.strip()


def _choice(row: Input, raw: object) -> str:
    if row.accepts_words:
        return _named(row, raw)
    if not isinstance(raw, str) or raw not in {choice.code for choice in row.choices}:
        raise problem(row.name, "unknown_choice", row.title, choices=listed(row.choices))
    return raw


def _named(row: Input, raw: object) -> str:
    text = _text(row, raw)
    meant = row.meanings.get(fold(text), ())
    if len(meant) == 1:
        return meant[0].code
    if meant:
        raise problem(row.name, "ambiguous", row.title, choices=listed(meant))
    near = get_close_matches(fold(text), row.meanings, n=1)
    nearest = {"hi": "", "en": ""}
    if near:
        titles = listed(row.meanings[near[0]])
        nearest["hi"] = f" क्या आपका मतलब {titles['hi']} है?"
        nearest["en"] = f" Did you mean {titles['en']}?"
    raise problem(row.name, "unknown_name", row.title, nearest=nearest)


def _list(row: Input, raw: object) -> list[Any]:
    if not isinstance(raw, list):
        raise problem(row.name, "not_list", row.title)
    read = _single if row.plain_items else _item
    return [read(row, number, item) for number, item in enumerate(raw, start=1)]


def _single(row: Input, number: int, item: object) -> Any:
    """One value of a plain list; whatever is wrong with it is the list's error."""
    try:
        return parse(row.items[0], item)
    except InputError as error:
        raise problem(
            row.name, "bad_item", row.title, number=number, problem=error.message
        ) from None


def _item(row: Input, number: int, item: object) -> SimpleNamespace:
    """One row of a list; whatever is wrong in it is the list's error."""
    if not isinstance(item, Mapping):
        raise problem(row.name, "not_list", row.title)
    values: dict[str, Any] = {}
    try:
        for name in item:
            if name not in {field.name for field in row.items}:
                raise problem(row.name, "unknown_field", row.title)
        for field in row.items:
            values[field.name] = field.default
            if item.get(field.name) is not None:
                values[field.name] = parse(field, item[field.name])
            elif field.needed(values):
                raise problem(field.name, "missing", field.title)
    except InputError as error:
        inner = error.message
        raise problem(row.name, "bad_item", row.title, number=number, problem=inner) from None
    return SimpleNamespace(**values)


PARSERS: dict[str, Callable[[Input, object], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "text": _text,
    "choice": _choice,
    "list": _list,
}

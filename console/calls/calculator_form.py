"""A calculator's inputs as fields of a web form, and the form's text as its values."""

import re
from collections.abc import Mapping
from typing import Any

from actions.rules.inputs import Input
from actions.rules.registry import Calculator

MOST_ROWS = 30
_DEVANAGARI = {ord("०") + digit: str(digit) for digit in range(10)}
_WHOLE, _DECIMAL = re.compile(r"-?\d+"), re.compile(r"-?\d*\.\d+")
Form = Mapping[str, str]


def read_values(calculator: Calculator, form: Form) -> dict[str, Any]:
    """What the form gives, as JSON holds it; what cannot be read stays text and is refused."""
    values = {}
    for field in calculator.inputs:
        value = _rows(field, form) if field.kind == "list" else _read(field, form.get(field.name))
        if value not in (None, []):
            values[field.name] = value
    return values


def num_rows(field: Input, form: Form) -> int:
    """How many rows a list shows: as many as there were, and one more when that was asked."""
    written = form.get(f"{field.name}-rows", "1")
    asked = int(written) if written.isdecimal() else 1
    more = form.get("add") == field.name
    return max(1, min(MOST_ROWS, asked + more))


def cell_name(field: Input, row: int, item: Input) -> str:
    """The name of one cell of a list."""
    return f"{field.name}-{row}-{item.name}"


def _rows(field: Input, form: Form) -> list[Any]:
    rows = []
    for number in range(num_rows(field, form)):
        cells = {
            item.name: value
            for item in field.items
            if (value := _read(item, form.get(cell_name(field, number, item)))) is not None
        }
        if cells:
            rows.append(next(iter(cells.values())) if field.plain_items else cells)
    return rows


def _read(field: Input, text: str | None) -> Any:
    text = (text or "").strip()
    if not text:
        return None
    if field.kind == "boolean":
        return {"yes": True, "no": False}.get(text, text)
    if field.kind in ("integer", "number"):
        plain = re.sub(r"[,\s₹]", "", text.translate(_DEVANAGARI))
        if _WHOLE.fullmatch(plain):
            return int(plain)
        if _DECIMAL.fullmatch(plain):
            return float(plain)
    return text

"""The worksheet's own words, from `words.yaml`, and values written for people."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.rules.figures import written_number
from actions.rules.inputs import Input
from actions.spoken import shown
from actions.wording import LANGUAGES


@cache
def words() -> dict[str, Any]:
    """Labels by key; each leaf is `{"hi": ..., "en": ...}`."""
    path = Path(__file__).with_name("words.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def written(value: Any, field: Input) -> dict[str, list[str]]:
    """An input's value in both languages, a line for each row of a list."""
    return {language: _lines(value, field, language) for language in LANGUAGES}


def _lines(value: Any, field: Input, language: str) -> list[str]:
    if field.kind != "list":
        return [_single(value, field, language)]
    if not value:
        return [words()["none_given"][language]]
    if field.plain_items:
        return ["; ".join(_single(item, field.items[0], language) for item in value)]
    return [_row(number, row, field, language) for number, row in enumerate(value, start=1)]


def _row(number: int, row: dict[str, Any], field: Input, language: str) -> str:
    heading = words()["row"][language].format(number=number)
    cells = [
        f"{item.title[language]}: {_single(row[item.name], item, language)}"
        for item in field.items
        if row.get(item.name) is not None
    ]
    return f"{heading}. {'; '.join(cells)}"


def _single(value: Any, field: Input, language: str) -> str:
    if isinstance(value, bool):
        return str(words()["yes" if value else "no"][language])
    unit = words()["units"].get(field.unit)
    if unit is not None:
        name = unit["one"] if language == "en" and value == 1 else unit[language]
        return f"{written_number(value)} {name}"
    if isinstance(value, float):
        value = written_number(value)
    return shown(value, field, language)

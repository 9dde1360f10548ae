"""Renders a worksheet, and the pages that say why one cannot be shown."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from actions.rules import Outcome, calculators, compute
from actions.rules.figures import written_day
from actions.worksheet.link import Sheet
from actions.worksheet.words import words, written

HERE = Path(__file__).parent
ASSETS = {"style.css": "text/css; charset=utf-8", "print.js": "text/javascript; charset=utf-8"}


def render_sheet(sheet: Sheet) -> str:
    """The page of one computation.

    Raises:
        actions.rules.InputError: the calculator no longer takes these inputs.
    """
    outcome = compute(sheet.calculator, sheet.values, today=sheet.on)
    calculator = calculators()[sheet.calculator]
    given = [
        {"title": field.title, "value": written(sheet.values[field.name], field)}
        for field in calculator.inputs
        if sheet.values.get(field.name) is not None
    ]
    return _render(
        "sheet.html",
        title=calculator.title,
        computed_on=written_day(sheet.on),
        given=given,
        outcome=outcome,
        sources=_sources(outcome),
    )


def render_problem(code: str) -> str:
    """The page that says what went wrong and what to do; `code` is a key of `problems`."""
    return _render("problem.html", problem=words()["problems"][code])


@cache
def asset(name: str) -> bytes:
    """The stylesheet or the script of the pages, by a name of `ASSETS`."""
    return (HERE / "assets" / name).read_bytes()


def _sources(outcome: Outcome) -> list[dict[str, str]]:
    texts = (citation["text"] for citation in outcome.citations)
    return list({text["en"]: text for text in texts}.values())


def _render(template: str, **fields: Any) -> str:
    return _templates().get_template(template).render(w=words(), version=_version(), **fields)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _version() -> str:
    return hashlib.sha256(b"".join(map(asset, ASSETS))).hexdigest()[:10]

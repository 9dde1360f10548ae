"""The reference of all calculators as Markdown, both languages: `docs/calculators.md`."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from actions.rules import parameters, registry
from actions.rules.describe import MOST_CHOICES_SHOWN, NEED
from actions.rules.figures import written_day, written_number
from actions.rules.inputs import Input
from actions.rules.registry import Calculator
from actions.rules.result import to_plain
from actions.rules.yaml_files import read_yaml

HEAD = """# Calculators / गणनाएँ

Written by `python -m actions.rules document > docs/calculators.md`; a test keeps it current.
Do not edit it by hand. Figures are those in force on {day}, the day they were last compared with
the orders; every calculator takes `as_of` and applies the figures of that day.

आँकड़े {day} को लागू हैं, जब उन्हें आदेशों से अंतिम बार मिलाया गया।
हर गणना `as_of` लेती है और उसी दिन के आँकड़े लगाती है।

Each can be asked for in the chat (where no list of rows is needed), computed on the command line,
and over HTTP:

```
echo '{{...}}' | python -m actions.rules compute NAME
curl -H 'Content-Type: application/json' -d '{{...}}' http://127.0.0.1:8080/api/calculators/NAME
```
"""


def document() -> str:
    """The whole page; it depends on the package's files only, never on the day."""
    on = last_checked()
    calculators = registry.calculators()
    parts = [HEAD.format(day=written_day(on)), *_contents(calculators)]
    for calculator in calculators.values():
        parts += ["", *_calculator(calculator, on)]
    return "\n".join(parts) + "\n"


def last_checked() -> date:
    """The day on which a figure was last compared with its source."""
    return max(parameters.fetch(name).checked_on for name in parameters.names())


def _contents(calculators: dict[str, Calculator]) -> Iterator[str]:
    yield "| topic | name | हिंदी | English |"
    yield "|---|---|---|---|"
    for name, one in calculators.items():
        yield f"| {one.topic} | [`{name}`](#{name}) | {one.title['hi']} | {one.title['en']} |"


def _calculator(calculator: Calculator, on: date) -> Iterator[str]:
    rule = calculator.texts.rule(parameters.at(on))
    yield f"## {calculator.name}"
    yield ""
    for language in ("hi", "en"):
        yield f"**{calculator.title[language]}.** {calculator.purpose[language]}"
        yield ""
    yield "| field | kind | needed | हिंदी | English | values |"
    yield "|---|---|---|---|---|---|"
    for row in calculator.inputs:
        yield _row(row)
        for item in row.items:
            yield _row(item, inside=row.name)
    yield ""
    for language, heading in (("hi", "नियम"), ("en", "Rule")):
        yield f"{heading}: {rule[language].strip()}"
        yield ""
    yield from _example(calculator, on)
    yield "Sources / स्रोत:"
    for source in calculator.texts.sources():
        yield f"- {source['text']['hi']} / {source['text']['en']}"


def _row(row: Input, inside: str = "") -> str:
    name = f"`{inside}[].{row.name}`" if inside else f"`{row.name}`"
    kind = ", ".join(filter(None, (row.kind, row.unit)))
    cells = (name, kind, NEED["en"][row.required], row.title["hi"], row.title["en"], _values(row))
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _values(row: Input) -> str:
    parts = [
        f"`{choice.code}` {choice.title['hi']} / {choice.title['en']}"
        for choice in row.choices[:MOST_CHOICES_SHOWN]
    ]
    if len(row.choices) > MOST_CHOICES_SHOWN:
        parts.append(f"… ({len(row.choices)})")
    if row.minimum is not None:
        parts.append(f"≥ {written_number(row.minimum)}")
    if row.maximum is not None:
        parts.append(f"≤ {written_number(row.maximum)}")
    if row.default_from:
        parts.append(f"default: `{row.default_from}`")
    elif row.default is not None:
        parts.append(f"default: `{json.dumps(to_plain(row.default))}`")
    return "<br>".join(parts)


def _example(calculator: Calculator, on: date) -> Iterator[str]:
    """The first worked case, and what it comes to."""
    cases = read_yaml(calculator.folder / "cases.yaml")
    given: dict[str, Any] = next(case["input"] for case in cases if "error" not in case)
    values = to_plain(given)
    summary = calculator.compute(values, today=on).summary
    yield f"Example / उदाहरण: `{json.dumps(values, ensure_ascii=False)}`"
    for language in ("hi", "en"):
        yield f"- {summary[language]}"
    yield ""

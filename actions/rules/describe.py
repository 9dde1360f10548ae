"""Readable descriptions for the command line: catalogue, one calculator, the figures of a day."""

from collections.abc import Iterator
from datetime import date

from actions.rules import parameters, registry
from actions.rules.citations import cite
from actions.rules.errors import ParameterNotInForce
from actions.rules.figures import written_number
from actions.rules.inputs import Input
from actions.rules.registry import Calculator


def catalogue() -> str:
    """A line per calculator: name, Hindi title, English title."""
    return "".join(
        f"{name}\t{c.title['hi']}\t{c.title['en']}\n" for name, c in registry.calculators().items()
    )


def explain(calculator: Calculator, on: date) -> str:
    """Inputs, rule (with the figures of a day) and sources, both languages."""
    rule = calculator.texts.rule(parameters.at(on))
    lines = [calculator.name]
    for language, heads in HEADINGS.items():
        lines += ["", calculator.title[language], calculator.purpose[language], "", heads[0]]
        lines += [f"  {text}" for row in calculator.inputs for text in _input(row, language)]
        lines += ["", heads[1], f"  {rule[language].strip()}", "", heads[2]]
        lines += [f"  {source['text'][language]}" for source in calculator.texts.sources()]
    return "\n".join(lines) + "\n"


HEADINGS = {"hi": ("इनपुट", "नियम", "स्रोत"), "en": ("Inputs", "Rule", "Sources")}
NEED = {
    "hi": {"always": "ज़रूरी", "conditional": "कुछ मामलों में ज़रूरी", "never": "वैकल्पिक"},
    "en": {"always": "required", "conditional": "required in some cases", "never": "optional"},
}
MOST_CHOICES_SHOWN = 15
LONGEST_VALUE_SHOWN = 400


def _input(row: Input, language: str) -> Iterator[str]:
    parts = [row.kind, row.unit, NEED[language][row.required]]
    low, high = ("" if n is None else written_number(n) for n in (row.minimum, row.maximum))
    if low or high:
        parts.append(f"{low}..{high}")
    if row.default is not None or row.default_from:
        parts.append(f"= {row.default if row.default_from is None else row.default_from}")
    yield f"{row.name}: {row.title[language]} ({', '.join(filter(None, parts))})"
    for choice in row.choices[:MOST_CHOICES_SHOWN]:
        yield f"  {choice.code}: {choice.title[language]}"
    if len(row.choices) > MOST_CHOICES_SHOWN:
        yield f"  ... {len(row.choices)}"


def figures(on: date, word: str) -> str:
    """A block per parameter whose name or description holds the word: value, unit, reference."""
    wanted = word.casefold()
    blocks = []
    for name in parameters.names():
        parameter = parameters.fetch(name)
        described = " ".join((name, *parameter.description.values())).casefold()
        if wanted in described:
            blocks.append("\n".join(_figure(parameter, on)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _figure(parameter: parameters.Parameter, on: date) -> Iterator[str]:
    try:
        since, value = parameter.row(on)
        shown = value if len(str(value)) <= LONGEST_VALUE_SHOWN else f"<{len(value)} entries>"
        yield f"{parameter.name} = {shown} ({parameter.unit}, {since.isoformat()}..)"
    except ParameterNotInForce as error:
        yield f"{parameter.name}: {error.message['hi']} {error.message['en']}"
    source = cite(parameter.reference)["text"]
    for language in ("hi", "en"):
        yield f"  {parameter.description[language]} [{source[language]}]"
    yield f"  checked {parameter.checked_on.isoformat()}"

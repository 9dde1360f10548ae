"""Health of `next` and `takes`: what they name exists, and what is taken over fits."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from actions.rules import parameters, registry
from actions.rules.errors import InputError
from actions.rules.inputs import Input
from actions.rules.links import Source
from actions.rules.registry import Calculator
from actions.rules.result import to_plain
from actions.rules.yaml_files import read_yaml

MOST_NEXT = 3


def link_problems() -> list[str]:
    """Everything wrong with how the calculators hang together, as lines to print."""
    return [
        f"{calculator.topic}/{name}/calculator.yaml: {text}"
        for name, calculator in registry.calculators().items()
        for text in (*check_next(calculator), *check_takes(calculator))
    ]


def check_next(calculator: Calculator) -> Iterator[str]:
    """A few calculators that exist, each once and none of them this one."""
    known = set(registry.names()) - {calculator.name}
    for name in calculator.next:
        if name not in known:
            yield f"next: no other calculator {name}"
    if len(set(calculator.next)) < len(calculator.next) or len(calculator.next) > MOST_NEXT:
        yield f"next: at most {MOST_NEXT}, each once"


def check_takes(calculator: Calculator) -> Iterator[str]:
    """Inputs that exist, filled from fields of other calculators that fit them."""
    rows = {row.name: row for row in calculator.inputs}
    known = set(registry.names()) - {calculator.name}
    for field, sources in calculator.takes.items():
        if field not in rows:
            yield f"takes: no input {field}"
            continue
        for source in sources:
            if source.calculator not in known:
                yield f"takes.{field}: no other calculator {source.calculator}"
            else:
                yield from _check_source(calculator, rows[field], source)


def _check_source(calculator: Calculator, row: Input, source: Source) -> Iterator[str]:
    examples = _examples(source.calculator)
    for group in source.when.alternatives:
        for test in group:
            if test.field not in examples:
                yield f"takes.{row.name}: {source.calculator} has no {test.field}"
    offered = examples.get(source.field, ()) if source.field else (source.value,)
    if source.field and source.field not in examples:
        yield f"takes.{row.name}: {source.calculator} has no {source.field}"
    elif not any(_fits(calculator, row, value) for value in offered):
        yield f"takes.{row.name}: no value from {source.calculator} fits"


def _fits(calculator: Calculator, row: Input, value: Any) -> bool:
    try:
        calculator.check(row.name, value, values={}, today=None)
    except InputError:
        return False
    return True


@cache
def _examples(name: str) -> Mapping[str, list[Any]]:
    """Every input and result field of a calculator, with the values of its worked cases."""
    calculator = registry.fetch(name)
    found: dict[str, list[Any]] = {row.name: [] for row in calculator.inputs}
    today = max(parameters.fetch(one).checked_on for one in parameters.names())
    for case in read_yaml(calculator.folder / "cases.yaml"):
        if "error" in case:
            continue
        values = to_plain(case["input"])
        result = calculator.compute(values, today=today).result
        for field, value in (values | result).items():
            found.setdefault(field, []).append(value)
    return found

"""A calculator's inputs as JSON Schema (draft 2020-12), for forms and programs elsewhere.

What the schema says is what `compute` accepts, but for the order of two dates and a calculator's
own `check`. Both languages stand in `x-title` and `x-prompt`, and joined in the standard keywords.
Any field that is not required may be null, which is "not given".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from actions.rules import parameters
from actions.rules.choices import Bilingual, Choice
from actions.rules.conditions import ALWAYS, Condition, FieldTest
from actions.rules.inputs import Input
from actions.rules.kinds import LONGEST_TEXT
from actions.rules.registry import Calculator
from actions.rules.result import to_plain

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GIVEN = {"not": {"type": "null"}}
_COMPUTED = object()  # stands for a default that is not written in the table

Schema = dict[str, Any]


def introduce(calculator: Calculator, *, with_inputs: bool = False) -> dict[str, Any]:
    """name, topic, title and purpose of a calculator, perhaps its inputs, as JSON values."""
    introduced = {
        "name": calculator.name,
        "topic": calculator.topic,
        "title": calculator.title,
        "purpose": calculator.purpose,
    }
    return introduced | ({"inputs": input_schema(calculator)} if with_inputs else {})


def describe(calculator: Calculator, on: date) -> dict[str, Any]:
    """Everything a program needs to offer a calculator, as JSON values.

    Returns:
        name, topic, title, purpose, rule (figures of the day filled in), inputs (a JSON Schema)
        and sources; texts as `{"hi", "en"}`.
    """
    return {
        **introduce(calculator, with_inputs=True),
        "rule": calculator.texts.rule(parameters.at(on)),
        "sources": calculator.texts.sources(),
    }


def input_schema(calculator: Calculator) -> Schema:
    """The schema of a calculator's input object."""
    return {
        "$schema": DIALECT,
        "title": _joined(calculator.title),
        "description": _joined(calculator.purpose),
        **_object(calculator.inputs, is_form=True),
    }


def _object(rows: Sequence[Input], *, is_form: bool) -> Schema:
    """The schema of a form, or of one row of a list, which knows fewer rules."""
    schema: Schema = {
        "type": "object",
        "properties": {row.name: _property(row) for row in rows},
        "required": [row.name for row in rows if row.required == "always"],
        "additionalProperties": False,
    }
    rules = [rule for row in rows for rule in _rules(row, rows, is_form=is_form)]
    return schema | ({"allOf": rules} if rules else {})


def _property(row: Input) -> Schema:
    described: Schema = {
        "title": _joined(row.title),
        "description": _joined(row.prompt),
        "x-title": row.title,
        "x-prompt": row.prompt,
    }
    for key, value in (
        ("default", to_plain(row.default)),
        ("x-unit", row.unit),
        ("x-default-from", row.default_from),
        ("x-not-before", row.not_before),
        ("x-not-after", row.not_after),
        ("x-assumed", row.assumed.text if row.assumed else None),
    ):
        if value not in (None, ""):
            described[key] = value
    return _value(row) | described


def _value(row: Input) -> Schema:
    schema = _strict(row)
    if row.required == "always":
        return schema
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"oneOf": [*schema["oneOf"], {"type": "null"}]}


def _strict(row: Input) -> Schema:
    """The schema of a value that was given."""
    if row.kind == "choice" and not row.accepts_words:
        return {"oneOf": [{"const": c.code, **_choice(c)} for c in row.choices]}
    if row.kind in ("choice", "text"):
        known = [{"code": c.code, **_choice(c)} for c in row.choices]
        text: Schema = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_TEXT}
        return text | ({"x-choices": known} if known else {})
    if row.kind == "date":
        return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if row.kind == "list":
        items = _strict(row.items[0]) if row.plain_items else _object(row.items, is_form=False)
        return {"type": "array", "items": items}
    bounds = {key: getattr(row, key) for key in ("minimum", "maximum")}
    return {"type": row.kind, **{key: n for key, n in bounds.items() if n is not None}}


def _choice(choice: Choice) -> Schema:
    return {"title": _joined(choice.title), "x-title": choice.title}


def _rules(row: Input, rows: Sequence[Input], *, is_form: bool) -> Iterator[Schema]:
    """How one field goes with the others, as if-then clauses."""
    if row.required == "conditional":
        yield {"if": _condition(row.needed_when, rows), "then": _given(row.name)}
    if not is_form:
        return
    if row.allowed_when is not ALWAYS:
        usual = [None] if row.default is None else [None, to_plain(row.default)]
        told = {"properties": {row.name: {"not": {"enum": usual}}}, "required": [row.name]}
        yield {"if": told, "then": _condition(row.allowed_when, rows)}
    if row.needs and _absent(row.needs, rows) is None:
        yield {"if": _given(row.name), "then": _given(row.needs)}


def _given(field: str) -> Schema:
    return {"properties": {field: GIVEN}, "required": [field]}


def _condition(condition: Condition, rows: Sequence[Input]) -> Schema:
    return {
        "anyOf": [{"allOf": [_test(test, rows) for test in g]} for g in condition.alternatives]
    }


def _test(test: FieldTest, rows: Sequence[Input]) -> Schema:
    """One field's value is among some; a field that is left out counts as its default."""
    allowed = [to_plain(value) for value in test.allowed if value is not None]
    if _absent(test.field, rows) in test.allowed:
        among: Schema = {"properties": {test.field: {"enum": [None, *allowed]}}}
    else:
        among = {"properties": {test.field: {"enum": allowed}}, "required": [test.field]}
    return {"not": among} if test.negated else among


def _absent(field: str, rows: Sequence[Input]) -> object:
    """What a field is worth when it is left out."""
    row = next(row for row in rows if row.name == field)
    computed = row.default_from is not None or row.name == "as_of"
    return _COMPUTED if computed else row.default


def _joined(words: Bilingual | Mapping[str, str]) -> str:
    return f"{words['hi']} / {words['en']}"

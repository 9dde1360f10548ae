"""Finds the calculators: every folder `<topic>/<name>/` that holds a `calculator.yaml`.

Nothing is imported or read before it is asked for, so start-up stays short.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field as with_default
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from actions.rules import validity
from actions.rules.choices import Bilingual
from actions.rules.errors import problem
from actions.rules.inputs import AS_OF, Assumption, Input, read_input
from actions.rules.kinds import parse
from actions.rules.links import Takes, read_takes
from actions.rules.reading import Check, Given, collect, read, with_defaults
from actions.rules.result import Finding, Outcome, to_plain
from actions.rules.texts import Texts
from actions.rules.yaml_files import RULES, read_yaml

NAMELESS = {"hi": "", "en": ""}
RUPEES = re.compile(r"₹\{([a-z_0-9]+)\}")


@dataclass(frozen=True)
class Calculator:
    """One calculator: its description, its formula, its words.

    `next` are the calculators that people ask for after it, most asked first; `takes` says which
    inputs get their values from other calculators.
    """

    name: str
    topic: str
    title: Bilingual
    purpose: Bilingual
    inputs: tuple[Input, ...]
    folder: Path
    next: tuple[str, ...] = ()
    takes: Takes = with_default(default_factory=dict)

    @cached_property
    def texts(self) -> Texts:
        """Its sentences."""
        titles = {row.name: {c.code: c.title for c in row.choices} for row in self.inputs}
        return Texts(read_yaml(self.folder / "texts.yaml"), titles)

    @cached_property
    def formula(self) -> ModuleType:
        """Its module: `compute(given) -> Finding`, and perhaps `check(given)`."""
        return import_module(f"actions.rules.{self.topic}.{self.name}.formula")

    def input(self, field: str) -> Input:
        """One input by name.

        Raises:
            InputError: there is no such field.
        """
        for row in self.inputs:
            if row.name == field:
                return row
        raise problem(str(field), "unknown_field", {"hi": str(field), "en": str(field)})

    def compute(self, values: Mapping[str, object], *, today: date) -> Outcome:
        """Validates the values and computes.

        Raises:
            InputError: for the first bad field in the order of the inputs.
        """
        given = read(self.inputs, values, self._check, today=today)
        formula: Callable[[Given], Finding] = self.formula.compute
        finding = formula(given)
        outcome = self.texts.outcome(finding, given, self._assumed(values, given))
        shown = [step["parameter"] for step in outcome.steps if "parameter" in step]
        outcome.warnings.extend(
            validity.warnings([*finding.figures.used, *shown], on=finding.figures.on, today=today)
        )
        return outcome

    def missing(self, values: Mapping[str, object]) -> list[Input]:
        """Inputs still to be asked for, in order; a null answers an optional question."""
        known = with_defaults(self.inputs, values)
        return [
            row
            for row in self.inputs
            if row.is_asked(known)
            and values.get(row.name) is None
            and (row.needed(known) or row.name not in values)
        ]

    def check(
        self, field: str, raw: object, *, values: Mapping[str, object], today: date | None
    ) -> Any:
        """Validates one field, alone or (given `today`) together with the other values.

        Returns:
            The value as JSON holds it: a choice's code, a date as yyyy-mm-dd.

        Raises:
            InputError: the value cannot be used.
        """
        value = to_plain(parse(self.input(field), raw))
        if today is not None:
            together = {**values, field: raw}
            _, problems = collect(self.inputs, together, self._check, today=today)
            for found in problems:
                if found.field == field:
                    raise found
        return value

    @property
    def needs_table(self) -> bool:
        """Whether a list of people or periods decides the result, so that no chat can ask for it.

        Without the list the result would be another person's: heirs left out would mean that the
        sum lapses. Lists that may be left out say so (`assumed`).
        """
        return any(row.kind == "list" and row.assumed is None for row in self.inputs)

    def amount(self, result: Mapping[str, Any]) -> int | None:
        """The sum in rupees that is the answer: the first one that its summaries name."""
        sums = (result.get(name) for name in self._sums)
        return next((value for value in sums if type(value) is int), None)

    @cached_property
    def _sums(self) -> list[str]:
        entries = self.texts.content["summaries"].values()
        return [name for entry in entries for name in RUPEES.findall(entry["en"])]

    @property
    def _check(self) -> Check | None:
        return getattr(self.formula, "check", None)

    def _assumed(self, values: Mapping[str, object], given: Given) -> list[Input]:
        known = vars(given)
        return [
            row
            for row, assumed in self._assumptions
            if values.get(row.name) is None and assumed.when.holds(known)
        ]

    @cached_property
    def _assumptions(self) -> list[tuple[Input, Assumption]]:
        return [(row, row.assumed) for row in self.inputs if row.assumed]


@cache
def _folders() -> dict[str, Path]:
    paths = sorted(RULES.glob("*/*/calculator.yaml"))
    return {path.parent.name: path.parent for path in paths}


def names() -> list[str]:
    """Names of all calculators, by topic."""
    return list(_folders())


@cache
def _load(name: str) -> Calculator:
    folder = _folders()[name]
    content = read_yaml(folder / "calculator.yaml")
    return Calculator(
        name=name,
        topic=folder.parent.name,
        title=content["title"],
        purpose=content["purpose"],
        inputs=(*map(read_input, content["inputs"]), AS_OF),
        folder=folder,
        next=tuple(content.get("next", ())),
        takes=read_takes(content.get("takes", {})),
    )


def fetch(name: object) -> Calculator:
    """One calculator by name.

    Raises:
        InputError: there is none of that name.
    """
    if not isinstance(name, str) or name not in _folders():
        raise problem("calculator", "unknown_calculator", NAMELESS)
    return _load(name)


def calculators() -> dict[str, Calculator]:
    """All calculators by name; reads every description."""
    return {name: _load(name) for name in names()}

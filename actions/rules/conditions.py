"""When an input is needed, asked for or allowed: small conditions on the other inputs.

Written in YAML as a mapping field → value or list of values (all fields must match), or a list
of such mappings (any may match). `{not: [...]}` turns one field's test round, `null` means that
the field was not given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class _Unusable:
    """Stands for a value that was given but is bad: no condition on it holds."""


UNUSABLE = _Unusable()


@dataclass(frozen=True)
class FieldTest:
    """One field's test: its value is among (or, negated, not among) the allowed ones."""

    field: str
    allowed: tuple[object, ...]
    negated: bool

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the test passes for these values; an absent field counts as null."""
        value = values.get(self.field)
        return value is not UNUSABLE and (value in self.allowed) is not self.negated


@dataclass(frozen=True)
class Condition:
    """Any of the alternatives, each a group of tests that must all pass."""

    alternatives: tuple[tuple[FieldTest, ...], ...]

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the condition is met; `values` should hold defaults already."""
        # Plain loops: this runs for every field of every computation.
        for group in self.alternatives:
            for test in group:
                if not test.holds(values):
                    break
            else:
                return True
        return False


ALWAYS = Condition(((),))
NEVER = Condition(())


def read_condition(written: Any) -> Condition:
    """Turns the YAML form into a condition; `true`/`false` are always and never.

    >>> read_condition({"relation": {"not": ["spouse"]}}).holds({"relation": "son"})
    True
    >>> read_condition({"age": None}).holds({"age": 12})
    False
    """
    if isinstance(written, bool):
        return ALWAYS if written else NEVER
    groups = written if isinstance(written, list) else [written]
    return Condition(tuple(tuple(_read_test(f, v) for f, v in g.items()) for g in groups))


def _read_test(field: str, written: object) -> FieldTest:
    negated = isinstance(written, dict)
    allowed = written["not"] if isinstance(written, dict) else written
    return FieldTest(field, tuple(allowed) if isinstance(allowed, list) else (allowed,), negated)

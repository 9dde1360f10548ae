"""What a calculator can take over from those worked out before it in the same conversation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from actions.rules import registry
from actions.rules.errors import InputError
from actions.rules.inputs import AS_OF, Input
from actions.rules.registry import Calculator

# Lists may name people, and text may be anything; neither is handed on.
NEVER_CARRIED = ("list", "text")
YEARS, MONTHS = "_years", "_months"


@dataclass(frozen=True, eq=False)
class Earlier:
    """A calculation made before: what was given, and what came out."""

    calculator: Calculator
    values: Mapping[str, Any]
    today: date

    @cached_property
    def result(self) -> Mapping[str, Any]:
        """Its outputs; empty when its values no longer compute."""
        try:
            return self.calculator.compute(self.values, today=self.today).result
        except InputError:
            return {}

    @property
    def known(self) -> Mapping[str, Any]:
        """Values and outputs together."""
        return {**self.values, **self.result}

    def leads_to(self, target: Calculator) -> bool:
        """Whether values of the same name mean the same in the other calculator."""
        named = {source.calculator for row in target.takes.values() for source in row}
        return (
            target.name in self.calculator.next
            or self.calculator.name in named
            or self.calculator.topic == target.topic
        )


def carry(
    name: str, earlier: Sequence[tuple[str, Mapping[str, Any]]], *, today: date
) -> dict[str, Any]:
    """The inputs of a calculator that earlier calculations give.

    Args:
        name: the calculator that comes next.
        earlier: calculators with the values given to each, oldest first; the newest is asked
            first.
        today: taken for `as_of`.

    Returns:
        field → value as JSON holds it; none that the calculator would refuse by itself.
    """
    target = registry.fetch(name)
    past = [Earlier(registry.fetch(n), values, today) for n, values in reversed(earlier)]
    found: dict[str, tuple[Any, Earlier]] = {}
    for row in target.inputs:
        if row.kind in NEVER_CARRIED or row.name == AS_OF.name:
            continue
        for value, source in _offers(row, target, past):
            if (usable := _usable(target, row, value)) is not None:
                found[row.name] = usable, source
                break
    return {
        field: value for field, (value, source) in found.items() if _is_whole(field, source, found)
    }


def _offers(
    row: Input, target: Calculator, past: Sequence[Earlier]
) -> Iterator[tuple[Any, Earlier]]:
    """Values for one input, newest first: as `takes` says, else of an input of the same name."""
    declared = target.takes.get(row.name)
    for one in past:
        for source in declared or ():
            if one.calculator.name == source.calculator and source.when.holds(one.known):
                yield source.value if source.field is None else one.known.get(source.field), one
        own = one.calculator.name == target.name
        if own or (declared != () and one.leads_to(target) and _has_same(one.calculator, row)):
            yield one.values.get(row.name), one


def _has_same(calculator: Calculator, row: Input) -> bool:
    return any(_is_same(row, other) for other in calculator.inputs)


def _is_same(row: Input, other: Input) -> bool:
    codes = ({c.code for c in row.choices}, {c.code for c in other.choices})
    same = (row.name, row.kind, row.unit) == (other.name, other.kind, other.unit)
    return same and codes[0] == codes[1]


def _usable(target: Calculator, row: Input, value: object) -> Any:
    """The value as the calculator takes it, or None."""
    if value is None:
        return None
    try:
        return target.check(row.name, value, values={}, today=None)
    except InputError:
        return None


def _is_whole(field: str, source: Earlier, found: Mapping[str, tuple[Any, Earlier]]) -> bool:
    """Odd months belong to the years they were said with."""
    years = found.get(field.removesuffix(MONTHS) + YEARS)
    return not field.endswith(MONTHS) or years is None or years[1] is source

"""How calculators hang together: what is asked after one, and what that takes over from it.

Declared in `calculator.yaml`: `next` names calculators, `takes` says where inputs get values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.rules.conditions import ALWAYS, Condition, read_condition


@dataclass(frozen=True)
class Source:
    """Where an input's value may come from.

    Attributes:
        calculator: the calculator worked out before.
        field: its result field or input whose value is taken; None where `value` is.
        value: taken whatever the other's figures are ("after a pension: retirement gratuity").
        when: condition on the other's inputs and result.
    """

    calculator: str
    field: str | None = None
    value: object = None
    when: Condition = ALWAYS


Takes = Mapping[str, tuple[Source, ...]]


def read_takes(written: Mapping[str, Any]) -> Takes:
    """Turns the YAML form into sources, the one to try first in front.

    >>> read_takes({"pension": "pension.pension", "amount": []})["pension"][0].field
    'pension'
    """
    return {field: tuple(map(_read_source, _listed(row))) for field, row in written.items()}


def _listed(row: object) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _read_source(written: Any) -> Source:
    if isinstance(written, str):
        calculator, _, field = written.partition(".")
        return Source(calculator, field)
    return Source(
        written["from"],
        value=written["value"],
        when=read_condition(written.get("when", True)),
    )

"""What a formula finds, and what the caller gets: the finding put into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from actions.rules.citations import Citation
from actions.rules.parameters import InForce


@dataclass(frozen=True)
class Line:
    """A sentence by its key in `texts.yaml`, with figures that are neither input nor result."""

    key: str
    figures: Mapping[str, object] = field(default_factory=dict)


def line(key: str, **figures: object) -> Line:
    """A sentence of `texts.yaml`; inputs, results and parameters are known to it already."""
    return Line(key, figures)


@dataclass(frozen=True)
class Finding:
    """What a formula returns.

    Attributes:
        result: output fields in the order of the outputs table; dates and Decimals allowed.
        steps: the rules applied, in order.
        summary: the answer; a key of `summaries`, or a refusal's code from `reasons`.
        figures: the parameters in force that were used.
        warnings: where the rule is silent, a figure was corrected, an authority decides.
    """

    result: Mapping[str, object]
    steps: Sequence[Line]
    summary: Line
    figures: InForce
    warnings: Sequence[Line] = ()


@dataclass(frozen=True)
class Outcome:
    """A computed answer in JSON values only.

    Attributes:
        result: the calculator's outputs; dates as yyyy-mm-dd.
        steps: `{"text": {"hi", "en"}, "parameter"?}`: one full sentence per rule applied.
        warnings: `{"code", "text": {"hi", "en"}}`.
        citations: `{"document", "section", "order"?, "date"?, "text"}`.
        summary: the answer in a sentence or two, both languages.
    """

    result: dict[str, Any]
    steps: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    citations: list[Citation]
    summary: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """The command line's form of an answer."""
        return {
            "result": self.result,
            "steps": self.steps,
            "warnings": self.warnings,
            "citations": self.citations,
            "summary": self.summary,
        }


def first_reason(tests: Iterable[tuple[str, bool]]) -> str | None:
    """The first refusal that applies, in checking order; None when none does.

    >>> first_reason([("no_card", False), ("opd_not_covered", True), ("outside_state", True)])
    'opd_not_covered'
    """
    return next((code for code, applies in tests if applies), None)


def to_plain(value: object) -> Any:
    """A value as JSON holds it: dates as text, Decimals as numbers, tuples as lists."""
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, SimpleNamespace):
        value = vars(value)
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    return value

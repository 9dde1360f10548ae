"""The entitlement calculators: pure functions on dated figures, in Hindi and English.

    >>> from datetime import date
    >>> form = {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": 620000}
    >>> outcome = compute("sects_cover", form, today=date(2026, 11, 22))
    >>> outcome.result["cashless_amount"], outcome.result["payable_by_beneficiary"]
    (500000, 120000)

No clock, network, database or file outside this package: "today" is an argument.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.rules import registry
from actions.rules.errors import InputError, ParameterNotInForce, problem
from actions.rules.inputs import Input
from actions.rules.registry import Calculator, calculators
from actions.rules.result import Outcome

__all__ = [
    "Calculator",
    "Input",
    "InputError",
    "Outcome",
    "ParameterNotInForce",
    "calculators",
    "check",
    "compute",
    "missing",
]


def compute(name: object, values: object, *, today: date) -> Outcome:
    """Computes one calculator.

    Args:
        name: the calculator.
        values: field → value as JSON holds it; null or absent is "not given".
        today: taken for `as_of` when that is not given.

    Raises:
        InputError: naming the first bad field; `ParameterNotInForce` when a figure is not on
            record for the day.
    """
    calculator = registry.fetch(name)
    if not isinstance(values, Mapping):
        raise problem("input", "not_an_object", {"hi": "", "en": ""})
    return calculator.compute(values, today=today)


def missing(name: str, values: Mapping[str, object]) -> list[Input]:
    """Inputs to ask for next, in order: those still needed, and optional ones worth asking.

    An optional input that is present with the value None counts as answered ("I don't know").

    Raises:
        InputError: there is no such calculator.
    """
    return registry.fetch(name).missing(values)


def check(
    name: str,
    field: str,
    raw: object,
    *,
    values: Mapping[str, object] | None = None,
    today: date | None = None,
) -> Any:
    """Validates one answer, and with `today` also how it goes with the others (`values`).

    Returns:
        The value as JSON holds it: a choice's code, a date as yyyy-mm-dd.

    Raises:
        InputError: the value cannot be used, or there is no such calculator or field.
    """
    return registry.fetch(name).check(field, raw, values=values or {}, today=today)

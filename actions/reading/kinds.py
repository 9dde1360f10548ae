"""Whether what the NLU found can be the value of an input, and as what."""

from typing import Any, NamedTuple

from actions.reading.message import Entity, Values
from actions.reading.units import in_unit, is_ordinal, unit_of
from actions.rules.choices import fold
from actions.rules.inputs import Input

LEAST_BARE_SUM = 1000  # a smaller bare number is rupees only where a word or a question says so
AGE = "age"


class Fit(NamedTuple):
    """A value for an input; unless `sure`, a cue or a question must point to it."""

    value: Any
    sure: bool


def fit(entity: Entity, field: Input, values: Values) -> Fit | None:
    """The entity's value as this input wants it, or None when the kinds do not go together.

    Args:
        entity: a figure that the NLU found.
        field: the input.
        values: the other values, which may decide the unit.
    """
    kind, value = entity["entity"], entity.get("value")
    if value is None or entity.get("invalid"):
        return None
    if field.kind == "date":
        return Fit(value, sure=True) if kind == "date" else None
    if field.kind == "choice":
        return _listed(kind, value, field)
    if field.kind not in ("integer", "number"):
        return None
    if kind == "age" or kind == "duration":
        return _time(entity, field, values)
    if kind == "grade_pay":
        return Fit(value, sure=True) if field.name == kind else None
    if kind == "percent":
        return Fit(_whole(value), sure=True) if field.unit == "percent" else None
    return _number(entity, field, values) if kind in ("money", "number") else None


def _listed(kind: str, value: Any, field: Input) -> Fit | None:
    """A pay level, a financial year, or a grade pay that one level answers to."""
    codes = {choice.code for choice in field.choices}
    if kind in ("pay_level", "financial_year") and value in codes:
        return Fit(value, sure=True)
    if kind == "grade_pay":
        meant = field.meanings.get(fold(f"grade pay {value}"), ())
        return Fit(meant[0].code, sure=True) if len(meant) == 1 else None
    return None


def _time(entity: Entity, field: Input, values: Values) -> Fit | None:
    said = entity["value"]
    asks_age = AGE in field.name.split("_")
    if entity["entity"] == AGE:
        if not asks_age:
            return None
        said = {"years": said, "months": entity.get("months"), "days": entity.get("days")}
    length = in_unit(said, unit_of(field, values))
    if length is None:
        # Under a month: a child a few days old.
        is_newborn = asks_age and not any(said.get(unit) for unit in ("years", "months"))
        return Fit(0, sure=True) if is_newborn and entity["entity"] == AGE else None
    is_alike = asks_age == (entity["entity"] == AGE)
    if field.maximum is not None and length.amount > field.maximum and not length.exact:
        return None  # "21 years 10 months" is not 262 odd months
    return Fit(length.amount, sure=length.exact and is_alike)


def _number(entity: Entity, field: Input, values: Values) -> Fit | None:
    value, counted = _whole(entity["value"]), entity.get("unit")
    unit = unit_of(field, values)
    if entity.get("ordinal"):
        return Fit(value, sure=False) if is_ordinal(field) else None
    if unit == "rupees":
        if counted:
            return None
        is_sum = entity["entity"] == "money" and not entity.get("year_like")
        return Fit(value, sure=is_sum and (entity.get("currency") or value >= LEAST_BARE_SUM))
    if counted and counted == unit:
        return Fit(value, sure=True)
    is_count = unit in ("", "persons") or not counted
    is_rupees = entity.get("currency") or (entity["entity"] == "money" and unit != "km")
    return Fit(value, sure=False) if is_count and not is_rupees else None


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value

"""What the conversation asks for and answers: one calculator, or several that go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from actions import replies
from actions.replies import Frame
from actions.rules import Calculator, InputError, Outcome, calculators
from actions.rules.inputs import Input
from actions.rules.reading import with_defaults
from actions.turn import Turn

Values = Mapping[str, Any]
# How dates go together can be told as soon as they are given; the rest only of a whole form.
ORDER_OF_DATES = frozenset({"too_early", "too_late", "must_follow", "must_precede", "not_earlier"})

YEARS, MONTHS, MONTHS_OF_A_YEAR = "_years", "_months", 12


def paired(raw: Values, inputs: Sequence[Input]) -> dict[str, Any]:
    """Values as read, with a year's worth of months given to the years that they go with.

    >>> inputs = calculators()["pension"].inputs
    >>> paired({"service_months": 400}, inputs)
    {'service_months': 4, 'service_years': 33}
    """
    names = {row.name for row in inputs}
    split = dict(raw)
    for name, value in raw.items():
        years = name.removesuffix(MONTHS) + YEARS
        is_whole = name.endswith(MONTHS) and type(value) is int and value >= MONTHS_OF_A_YEAR
        if is_whole and years in names and years not in raw:
            split[years], split[name] = divmod(value, MONTHS_OF_A_YEAR)
    return split


class Answer(Protocol):
    """What was worked out, ready to be said."""

    @property
    def sums(self) -> Sequence[tuple[Mapping[str, str], int]]:
        """The sums in rupees that are the answer, each with what it is, in both languages."""

    @property
    def parts(self) -> Sequence[tuple[str, Values]]:
        """The calculators in it, each with what the person gave for it."""

    @property
    def warned(self) -> frozenset[str]:
        """Codes of its warnings."""

    def say(self, turn: Turn, frame: Frame) -> None:
        """Says answer, steps, warnings, source, and what may come next."""

    def say_steps(self, turn: Turn) -> None:
        """Says how it was worked out, step by step."""

    def say_sources(self, turn: Turn) -> None:
        """Says the documents and orders behind it."""


class Form(Protocol):
    """What can be worked out in a conversation.

    Attributes:
        name: in tasks and buttons.
        label: of a request for it, as the NLU gives it.
        inputs: what may be given, in the order of asking.
        title: for people, both languages.
    """

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def inputs(self) -> Sequence[Input]: ...
    @property
    def title(self) -> Mapping[str, str]: ...

    def check(self, field: str, raw: object) -> Any:
        """One value by itself, as JSON holds it. Raises InputError."""

    def check_together(self, field: str, values: Values, *, today: date) -> None:
        """How a date goes with the others. Raises InputError."""

    def missing(self, values: Values, *, questions: int) -> list[Input]:
        """Inputs to ask for next, in order, after so many questions."""

    def needs(self, field: Input, values: Values) -> bool:
        """Whether nothing can be worked out without it."""

    def implied(self, values: Values, *, today: date) -> Values:
        """What the values say without saying it, such as the day of retirement."""

    def work_out(self, values: Values, *, today: date) -> Answer:
        """The answer. Raises InputError."""


@dataclass(frozen=True)
class SingleAnswer:
    """The outcome of one calculator."""

    calculator: Calculator
    values: Values
    outcome: Outcome

    @property
    def sums(self) -> Sequence[tuple[Mapping[str, str], int]]:
        """The sum that its summary names first, if there is one."""
        amount = self.calculator.amount(self.outcome.result)
        return [] if amount is None else [(self.calculator.title, amount)]

    @property
    def parts(self) -> Sequence[tuple[str, Values]]:
        """The calculator with its values."""
        return [(self.calculator.name, self.values)]

    @property
    def warned(self) -> frozenset[str]:
        """Codes of its warnings."""
        return frozenset(warning["code"] for warning in self.outcome.warnings)

    def say(self, turn: Turn, frame: Frame) -> None:
        """Says it."""
        replies.say_outcome(turn, self.outcome, name=self.calculator.name, frame=frame)

    def say_steps(self, turn: Turn) -> None:
        """Says every step."""
        replies.say_steps(turn, self.outcome)

    def say_sources(self, turn: Turn) -> None:
        """Names the sources."""
        replies.say_sources(turn, self.outcome)


class CalculatorForm:
    """The form of one calculator."""

    def __init__(self, name: str) -> None:
        """Raises KeyError when there is no such calculator."""
        self.calculator = calculators()[name]
        self.name = name
        self.label = f"calculate/{name}"
        self.inputs = self.calculator.inputs
        self.title = self.calculator.title

    def check(self, field: str, raw: object) -> Any:
        """One value by itself."""
        return self.calculator.check(field, raw, values={}, today=None)

    def check_together(self, field: str, values: Values, *, today: date) -> None:
        """The order of dates; what else a field needs beside it may still be asked."""
        try:
            self.calculator.check(field, values[field], values=values, today=today)
        except InputError as error:
            if error.code in ORDER_OF_DATES:
                raise

    def missing(self, values: Values, *, questions: int) -> list[Input]:
        """What is needed, and what is worth asking."""
        return self.calculator.missing(values)

    def needs(self, field: Input, values: Values) -> bool:
        """Whether it is required in the light of the other values."""
        return field.needed(with_defaults(self.inputs, values))

    def implied(self, values: Values, *, today: date) -> Values:
        """Nothing: a calculator asks for what it needs."""
        return {}

    def work_out(self, values: Values, *, today: date) -> SingleAnswer:
        """Computes."""
        outcome = self.calculator.compute(values, today=today)
        return SingleAnswer(self.calculator, values, outcome)

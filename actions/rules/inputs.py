"""What a calculator asks: described once, for a chat, a web form, JSON and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from actions.rules import parameters
from actions.rules.choices import Bilingual, Choice, index_words
from actions.rules.conditions import ALWAYS, Condition, read_condition

KINDS = ("integer", "number", "boolean", "date", "choice", "text", "list")


@dataclass(frozen=True)
class Assumption:
    """What is taken for granted when an input is left out, and when that is worth saying."""

    text: Bilingual
    when: Condition


@dataclass(frozen=True, eq=False)
class Input:
    """One row of a calculator's inputs table. The order of the rows is the order of asking.

    Attributes:
        name: field in the JSON input.
        kind: one of `KINDS`.
        unit: rupees, percent, years, days ... or empty.
        title: short label for a form.
        prompt: the question to ask.
        required: "always", "conditional" or "never".
        default: value when left out; None is "not given".
        default_from: other date field whose value is the default (`as_of`).
        minimum, maximum: smallest and largest number allowed, both inclusive.
        choices: allowed answers of a choice.
        accepts_words: a choice that may be given by any of its words (district names).
        not_before, not_after: date field that this date may not precede, or follow.
        needs: field that must be given along with this one.
        items: for a list, the fields of each row.
        plain_items: a list of single values, each read as the one row of `items` says.
        cues: words that stand beside this value in a sentence ("service", "DR", "जन्म"), by which
            a chat tells it from another of its kind.
        ask: whether a chat asks for it although it has a default; see `is_asked`.
    """

    name: str
    kind: str
    title: Bilingual
    prompt: Bilingual
    needed_when: Condition
    asked_when: Condition
    allowed_when: Condition
    required: str = "always"
    unit: str = ""
    default: Any = None
    default_from: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    accepts_words: bool = False
    not_before: str | None = None
    not_after: str | None = None
    needs: str | None = None
    assumed: Assumption | None = None
    items: "tuple[Input, ...]" = ()
    plain_items: bool = False
    cues: tuple[str, ...] = ()

    @property
    def ask(self) -> bool:
        """Whether a chat ever asks for it: it may be required, or is optional but asked."""
        return bool(self.asked_when.alternatives) or self.required != "never"

    @cached_property
    def meanings(self) -> Mapping[str, tuple[Choice, ...]]:
        """Folded words → the choices they may mean (more than one: ambiguous)."""
        return index_words(self.choices)

    @cached_property
    def is_bound(self) -> bool:
        """Whether the other values may rule out the one given here."""
        links = (self.needs, self.not_before, self.not_after)
        return self.allowed_when is not ALWAYS or any(links)

    def needed(self, values: Mapping[str, object]) -> bool:
        """Whether it must be given, in the light of the other values."""
        return self.needed_when.holds(values)

    def is_asked(self, values: Mapping[str, object]) -> bool:
        """Whether a chat should ask for it now: needed, or optional but worth asking."""
        return self.needed(values) or self.asked_when.holds(values)

    def to_json(self) -> dict[str, Any]:
        """The description for a form on another machine."""
        shown = ("name", "kind", "unit", "title", "prompt", "required", "ask", "default")
        limits = ("minimum", "maximum", "accepts_words", "plain_items")
        content: dict[str, Any] = {name: getattr(self, name) for name in (*shown, *limits)}
        content["choices"] = [
            {"code": c.code, "title": c.title, "words": list(c.words)} for c in self.choices
        ]
        content["items"] = [item.to_json() for item in self.items]
        return content


def read_input(row: Mapping[str, Any]) -> Input:
    """Builds an input from its YAML row; `docs/how-to/add-a-calculator.md` lists the keys."""
    needed = row.get("required", "never")
    conditional = needed not in ("always", "never")
    plain = ("name", "kind", "title", "prompt", "default", "default_from", "accepts_words")
    links = ("plain_items", "not_before", "not_after", "needs", "minimum", "maximum", "unit")
    return Input(
        **{key: row[key] for key in (*plain, *links) if key in row} | _limits(row),
        required="conditional" if conditional else needed,
        needed_when=read_condition(needed if conditional else needed == "always"),
        asked_when=read_condition(row.get("ask", False)),
        allowed_when=read_condition(row.get("only_when", True)),
        choices=_read_choices(row),
        assumed=_read_assumption(row.get("assumed")),
        items=tuple(map(read_input, row.get("items", ()))),
        cues=tuple(str(cue).casefold() for cue in row.get("cues", ())),
    )


def _limits(row: Mapping[str, Any]) -> dict[str, Any]:
    """Bounds that are themselves figures of an order, at their newest value."""
    keys = [key for key in ("minimum", "maximum") if isinstance(row.get(key), str)]
    return {key: parameters.fetch(row[key]).latest()[1] for key in keys}


def _read_choices(row: Mapping[str, Any]) -> tuple[Choice, ...]:
    source = row.get("choices", {})
    if "choices_from" in row:
        source = parameters.fetch(row["choices_from"]).latest()[1]
    return tuple(
        Choice(str(code), {"hi": c["hi"], "en": c["en"]}, tuple(map(str, c.get("words", ()))))
        for code, c in source.items()
    )


def _read_assumption(row: Mapping[str, Any] | None) -> Assumption | None:
    if row is None:
        return None
    return Assumption({"hi": row["hi"], "en": row["en"]}, read_condition(row.get("when", True)))


AS_OF = read_input(
    {
        "name": "as_of",
        "kind": "date",
        "title": {"hi": "गणना की तारीख", "en": "Date of calculation"},
        "prompt": {"hi": "किस तारीख के हिसाब से देखें?", "en": "As on which date?"},
    }
)

"""Reads a calculator's inputs out of a message, from the entities that the NLU found.

Several values may stand in one message; each goes to the input that fits its kind best: one whose
cue words stand beside it, the one just asked, one still missing, and last one given before, which
is then a correction.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from actions.cues import corrects, denies
from actions.rules.choices import Choice
from actions.rules.inputs import Input

Entity = Mapping[str, Any]
Values = Mapping[str, Any]

NAMING_KINDS = ("relation", "marital_status", "gender", "care", "institution", "district")
SHORTEST_STEM = 4  # characters of a name that may go on with an ending
CUE_REACH = 28  # characters between a figure and the word that says what it is
_CLAUSE_END = re.compile(r"[,;.।?!\n]| (?:aur|and|or|but|par|lekin|और|पर|लेकिन) ")
_WORD = re.compile(r"[\w\u0900-\u097F]+")


@dataclass(frozen=True)
class Message:
    """What was typed, with the entities in it and the intent behind it."""

    text: str
    entities: Sequence[Entity]
    intent: str


def read_values(
    message: Message, inputs: Sequence[Input], known: Values, asked: str | None
) -> dict[str, Any]:
    """The raw values that the message gives, by input; they still have to be checked.

    Args:
        message: the message.
        inputs: all inputs of the calculator, in the order of asking.
        known: values given before.
        asked: the input that was asked for last, if any.
    """
    found = _read_choices(message, inputs, asked)
    found |= _read_booleans(message, inputs, asked)
    found |= _read_figures(message, inputs, {**known, **found}, asked)
    if asked and asked not in found:
        found |= _read_text(message, inputs, asked)
    return found


def _read_choices(message: Message, inputs: Sequence[Input], asked: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    button = next((e["value"] for e in message.entities if e["entity"] == "value"), None)
    for field in inputs:
        if field.kind not in ("choice", "text"):
            continue
        codes = {choice.code for choice in field.choices}
        named = [
            e["value"]
            for e in message.entities
            if e["entity"] in NAMING_KINDS and (e["value"] in codes or _names(e, field))
        ]
        if button is not None and field.name == asked:
            found[field.name] = button
        elif named:
            found[field.name] = named[-1]
        elif code := match_choice(message.text, field.choices):
            found[field.name] = code
    return found


def _names(entity: Entity, field: Input) -> bool:
    """Whether an entity fills a field that takes names, such as a district."""
    return entity["entity"] == field.name


def match_choice(text: str, choices: Sequence[Choice]) -> str | None:
    """The code of the choice whose words stand in the text; the longest match decides.

    Returns:
        None when no choice is named, or two are named equally well.
    """
    words = " ".join(_WORD.findall(text.casefold()))
    scores: dict[str, float] = {}
    for choice in choices:
        names = (*choice.words, *choice.title.values(), choice.code.replace("_", " "))
        scores[choice.code] = max((_match(words, name) for name in names), default=0)
    ranked = sorted(scores, key=lambda code: -scores[code])
    if not ranked or scores[ranked[0]] == 0:
        return None
    if len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]:
        return None
    return ranked[0]


def _match(words: str, name: str) -> float:
    """How well a name stands in the words: its length, less for endings, order and slips; or 0."""
    name = " ".join(_WORD.findall(name.casefold()))
    if not name:
        return 0
    if f" {name} " in f" {words} ":
        return len(name)
    if len(name) >= SHORTEST_STEM and f" {name}" in f" {words}":
        return len(name) * 0.95  # पेंशनर in पेंशनरों, pension in pensioners
    if set(name.split()) <= set(words.split()):
        return len(name) * 0.9
    if len(name) >= 7 and fuzz.partial_ratio(name, words) >= 90:
        return len(name) * 0.8
    return 0


def _read_booleans(
    message: Message, inputs: Sequence[Input], asked: str | None
) -> dict[str, bool]:
    """A yes or no to the question just asked, and what the message states by itself."""
    found: dict[str, bool] = {}
    text = message.text.casefold()
    for field in inputs:
        if field.kind != "boolean":
            continue
        cue = next((cue for cue in field.cues if _stands_in(cue, text)), None)
        if cue is not None:
            statement = _CLAUSE_END.split(text[text.index(cue) :])[0]
            found[field.name] = not denies(statement[: CUE_REACH + len(cue)])
        elif field.name == asked and (said := _yes_or_no(message)) is not None:
            found[field.name] = said
    return found


def _stands_in(cue: str, text: str) -> bool:
    return re.search(rf"(?<![\w\u0900-\u097F]){re.escape(cue)}", text) is not None


def _yes_or_no(message: Message) -> bool | None:
    said = next((e["value"] for e in message.entities if e["entity"] == "yes_no"), None)
    if said is None and message.intent in ("affirm", "deny"):
        return message.intent == "affirm"
    return {"yes": True, "no": False, True: True, False: False}.get(said)


def _read_text(message: Message, inputs: Sequence[Input], asked: str) -> dict[str, str]:
    field = next((f for f in inputs if f.name == asked), None)
    text = message.text.strip()
    if field is None or field.kind != "text" or text.startswith("/") or len(text.split()) > 4:
        return {}
    return {field.name: text}


def _read_figures(
    message: Message, inputs: Sequence[Input], known: Values, asked: str | None
) -> dict[str, Any]:
    """Amounts, dates, percentages, ages and durations, each to the input that fits best."""
    found: dict[str, Any] = {}
    ends: dict[str, int] = {}
    for entity in message.entities:
        best: tuple[float, Input, Any] | None = None
        for position, field in enumerate(inputs):
            value = _as_value(message.text, entity, field, asked)
            if value is None:
                continue
            score = _score(message.text, entity, field, known, asked) - position / 100
            if field.name in found:
                if not corrects(message.text[ends[field.name] : entity["start"]]):
                    continue
                score += 15
            if best is None or score > best[0]:
                best = (score, field, value)
        if best is not None:
            found[best[1].name] = best[2]
            ends[best[1].name] = entity["end"]
            found |= _other_half(entity, best[1], inputs)
    return found


def _as_value(text: str, entity: Entity, field: Input, asked: str | None) -> Any:
    """The entity's value as this input wants it, or None when the kinds do not fit."""
    kind, value = entity["entity"], entity.get("value")
    numeric = field.kind in ("integer", "number")
    if value is None:
        return None
    if kind == "date" and field.kind == "date":
        return value
    if not numeric:
        return None
    if kind in ("money", "number") and field.unit == "rupees":
        return _whole(value)
    if kind == "percent" and field.unit == "percent":
        return _whole(value)
    if kind == "age" and field.name.startswith("age"):
        return value
    if kind == "duration":
        return _in_unit(value, field.unit)
    named = field.name == asked or _cue_score(text, entity, field) > 0
    if kind == "number" and field.unit != "rupees" and named:
        return _whole(value)
    return None


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _in_unit(duration: Mapping[str, float], unit: str) -> int | None:
    amount = duration.get(unit)
    return int(amount) if amount is not None else None


def _other_half(entity: Entity, field: Input, inputs: Sequence[Input]) -> dict[str, int]:
    """`33 years 4 months` fills `service_years` and also `service_months`."""
    if entity["entity"] != "duration" or not field.name.endswith("_years"):
        return {}
    sibling = field.name.removesuffix("_years") + "_months"
    months = _in_unit(entity["value"], "months")
    known = any(other.name == sibling for other in inputs)
    return {sibling: months} if known and months is not None else {}


def _score(text: str, entity: Entity, field: Input, known: Values, asked: str | None) -> float:
    score = 0.0
    if field.name == asked:
        score += 30
    if field.name not in known:
        score += 20
    if field.ask:
        score += 10
    return score + _cue_score(text, entity, field)


def _cue_score(text: str, entity: Entity, field: Input) -> float:
    """Up to 50 for a cue word beside the figure, less the farther it stands."""
    lower = text.casefold()
    start, end = entity["start"], entity["end"]
    before, after = lower[max(0, start - CUE_REACH) : start], lower[end : end + CUE_REACH]
    distances = [len(before) - before.rfind(cue) - len(cue) for cue in field.cues if cue in before]
    distances += [after.find(cue) + 4 for cue in field.cues if cue in after]
    return 50 - min(distances) if distances else 0.0

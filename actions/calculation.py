"""Works out entitlements in conversation: one generic form over the registry of the rules.

The form takes several values from one message, accepts corrections, can be left for another
question and taken up again, and shows result, steps and source at the end.
"""

import json
from collections.abc import Sequence
from typing import Any

from actions import replies
from actions.cues import asks, supposes
from actions.rules import InputError, calculators, check, compute, missing
from actions.rules.inputs import Input
from actions.turn import Turn
from actions.understanding import Message, read_values

PATIENCE = 3  # unreadable answers in a row before the form is left


def start(turn: Turn, name: str) -> None:
    """Computes at once when the message gives all that is needed; else asks."""
    if _needs_table(name):
        turn.say("needs_a_table", title=title_of(name, turn.language))
        return
    turn.set_task({"kind": "calculation", "calculator": name, "values": {}, "asked": None})
    _take(turn, starting=True)


def proceed(turn: Turn) -> bool:
    """Gives the open calculation a message; False when it is about something else."""
    if _interrupts(turn):
        return False
    return _take(turn, starting=False)


def remind(turn: Turn) -> None:
    """Asks the open question again after another one was answered."""
    field = _field(turn, (turn.task or {}).get("asked"))
    if field is not None:
        turn.say(
            "resume_calculation",
            question=field.prompt[turn.language],
            buttons=replies.answer_buttons(turn, field),
        )


def follow_up(turn: Turn) -> bool:
    """Answers "and if it were 30 years?" by computing the last calculation again."""
    last = turn.last or {}
    if last.get("kind") != "calculation" or turn.is_button or not supposes(turn.text):
        return False
    name = last["calculator"]
    if turn.label.startswith("calculate/") and turn.label != f"calculate/{name}":
        return False
    changes = read_values(_message(turn), calculators()[name].inputs, last["values"], None)
    if not changes:
        return False
    turn.set_task(
        {"kind": "calculation", "calculator": name, "values": last["values"], "asked": None}
    )
    return _take(turn, starting=False)


def answer_if_complete(turn: Turn, names: Sequence[str]) -> bool:
    """Computes instead of stating the rule when the message gives all that one needs.

    Args:
        turn: the message.
        names: the calculators that go with the rule asked about.

    Returns:
        True when the result has been said.
    """
    for name in names:
        if name not in calculators() or turn.is_button or _needs_table(name):
            continue
        inputs = calculators()[name].inputs
        raw = read_values(_message(turn), inputs, {}, None)
        # Relations and hospitals are named in questions about the rule, too; figures are not.
        telling = {
            f.name for f in inputs if f.kind not in ("choice", "boolean") or f.accepts_words
        }
        if not telling & raw.keys():
            continue
        try:
            values = {field: check(name, field, value) for field, value in raw.items()}
        except InputError:
            continue
        if not missing(name, values):
            show(turn, name, values)
            return True
    return False


def show(turn: Turn, name: str, values: dict[str, Any]) -> None:
    """Computes and says the result; a refused value is asked for again."""
    try:
        outcome = compute(name, values, today=turn.today)
    except InputError as error:
        _ask_again(turn, error)
        return
    turn.set_task(None)
    turn.set_last({"kind": "calculation", "calculator": name, "values": values})
    replies.say_outcome(turn, outcome, name=name)


def title_of(name: str, language: str) -> str:
    """A calculator's title, for a button."""
    return calculators()[name].title[language]


def choose_buttons(turn: Turn, topic: str | None = None) -> list[dict[str, str]]:
    """A button for each calculator of a topic; without a topic, one for each topic."""
    by_topic: dict[str, list[str]] = {}
    for name, calculator in calculators().items():
        by_topic.setdefault(calculator.topic, []).append(name)
    if topic in by_topic:
        return [
            {
                "title": title_of(name, turn.language),
                "payload": "/calculate" + json.dumps({"calculator": name}),
            }
            for name in by_topic[topic]
        ]
    return [
        {
            "title": turn.word(f"title_calculators_{name}"),
            "payload": "/calculate" + json.dumps({"topic": name}),
        }
        for name in by_topic
    ]


def _take(turn: Turn, *, starting: bool) -> bool:
    """Reads values from the message, checks them, and computes or asks on."""
    task = dict(turn.task or {})
    name, values, asked = task["calculator"], dict(task["values"]), task["asked"]
    raw = read_values(_message(turn), calculators()[name].inputs, values, asked)
    if not raw and not starting:
        return _not_read(turn)
    noted = {}
    for field, value in raw.items():
        try:
            values[field] = noted[field] = check(name, field, value)
        except InputError as error:
            turn.set_task({**task, "values": values, "asked": field, "misses": 0})
            _ask_again(turn, error)
            return True
    turn.set_task({**task, "values": values, "misses": 0})
    _ask_or_show(turn, name, values, noted)
    return True


def _ask_or_show(turn: Turn, name: str, values: dict[str, Any], noted: dict[str, Any]) -> None:
    wanted = missing(name, values)
    if not wanted:
        show(turn, name, values)
        return
    turn.set_task({**(turn.task or {}), "asked": wanted[0].name})
    fields = {field.name: field for field in calculators()[name].inputs}
    echo = ", ".join(
        replies.shown(value, fields[key], turn.language)
        for key, value in noted.items()
        if fields[key].kind != "boolean"
    )
    replies.say_question(turn, wanted[0], noted=turn.word("noted", values=echo) if echo else "")


def _ask_again(turn: Turn, error: InputError) -> None:
    """Says what was wrong with a value, forgets it, and asks for it once more."""
    task = dict(turn.task or {})
    field = _field(turn, error.field)
    if field is None:
        turn.say(error.message)
        turn.set_task(None)
        return
    values = {key: value for key, value in task["values"].items() if key != error.field}
    turn.set_task({**task, "values": values, "asked": error.field})
    replies.say_question(turn, field, problem=error)


def _not_read(turn: Turn) -> bool:
    """Nothing usable in the message: another topic, or an answer that cannot be read."""
    task = dict(turn.task or {})
    understood = turn.outcome == "answer" and turn.intent not in (
        "nlu_fallback", "affirm", "deny", "calculate", "out_of_scope",
    )  # fmt: skip
    field = _field(turn, task["asked"])
    if understood or field is None or task.get("misses", 0) >= PATIENCE - 1:
        return False
    turn.set_task({**task, "misses": task.get("misses", 0) + 1})
    replies.say_question(turn, field, noted=turn.word("ask_again"))
    return True


def _interrupts(turn: Turn) -> bool:
    """Whether the message is a question of its own rather than an answer to the form."""
    if turn.is_button:
        return turn.intent not in ("choose", "affirm", "deny")
    if turn.outcome != "answer" or turn.intent in ("affirm", "deny", "nlu_fallback"):
        return False
    if supposes(turn.text) and _gives_values(turn):
        return False
    if turn.intent == "calculate":
        current = f"calculate/{(turn.task or {})['calculator']}"
        return turn.label != current and asks(turn.text)
    return asks(turn.text) or turn.intent != "faq"


def _gives_values(turn: Turn) -> bool:
    task = turn.task or {}
    inputs = calculators()[task["calculator"]].inputs
    return bool(read_values(_message(turn), inputs, task["values"], task["asked"]))


def _needs_table(name: str) -> bool:
    """Whether a list of people or periods decides the result.

    A chat cannot take one row by row, and without it the result would be another person's: heirs
    left out would mean that the sum lapses. Lists that may be left out say so (`assumed`).
    """
    inputs = calculators()[name].inputs
    return any(field.kind == "list" and field.assumed is None for field in inputs)


def _field(turn: Turn, name: str | None) -> Input | None:
    inputs = calculators()[(turn.task or {})["calculator"]].inputs
    return next((field for field in inputs if field.name == name), None)


def _message(turn: Turn) -> Message:
    return Message(turn.text, turn.entities, turn.intent)

"""Asks for what a calculation lacks, and says its result: the turns of an open form.

The slot `task` holds the open form: `values` given so far; `asked`, the input asked for last;
`questions`, how many inputs were asked for; `misses`, unreadable answers in a row; `taken`, values
of earlier calculations not yet told, and `told`, those that were; `before`, the values that a
change is compared with, and whether it is only `supposed`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from actions import earlier, form_words, replies
from actions.catalogue import form_of
from actions.forms import Form, paired
from actions.requests import FIGURES, is_unsure
from actions.rules import InputError
from actions.rules.inputs import AS_OF, Input
from actions.turn import Turn

MOST_QUESTIONS = 3  # before what need not be asked is assumed
SKIP = "skip"
Values = dict[str, Any]


def open_form(turn: Turn, name: str, values: Mapping[str, Any], **more: Any) -> None:
    """Opens a form with the values already known."""
    opened = {"kind": "calculation", "calculator": name, "values": dict(values), "asked": None}
    turn.set_task({**opened, "questions": 0, "misses": 0, "taken": [], "told": [], **more})


def note(turn: Turn, raw: Mapping[str, Any]) -> None:
    """Keeps what can be used of the values read, and asks on, or again for what cannot."""
    task = task_of(turn)
    form = form_of(task["calculator"])
    raw = paired(raw, form.inputs)
    noted, error = _checked(form, raw, task["values"], turn)
    own = {key: [name for name in task[key] if name not in raw] for key in ("taken", "told")}
    turn.set_task({**task, **own, "values": {**task["values"], **noted}, "misses": 0})
    if error is not None:
        ask_again(turn, error)
    else:
        ask_or_show(turn, noted)


def ask_or_show(turn: Turn, noted: Mapping[str, Any]) -> None:
    """Asks for the next input, or says the result when there is nothing more to ask."""
    task = task_of(turn)
    form, values, asked = form_of(task["calculator"]), task["values"], task["questions"]
    wanted = form.missing(values, questions=asked)
    needed = [field for field in wanted if form.needs(field, values)]
    # A change to a result asks for nothing that was not asked before.
    enough = asked >= MOST_QUESTIONS or "before" in task
    queue = needed if enough else wanted
    if not queue:
        show(turn, task["calculator"], values, unasked=wanted)
        return
    field = queue[0]
    is_new = field.name != task["asked"]
    said = form_words.noted(turn, form, noted)
    if asked >= MOST_QUESTIONS and is_new:
        said = form_words.progress(turn, form, task, len(needed), said)
        task["summed_up"] = True
    opening = form_words.taken_lines(turn, form, task)
    told = [*task["told"], *task["taken"]]
    turn.set_task(
        {**task, "asked": field.name, "questions": asked + is_new, "told": told, "taken": []}
    )
    skips = can_skip(turn, field)
    replies.say_question(turn, field, noted=said, opening=opening, can_skip=skips)


def show(turn: Turn, name: str, values: Values, unasked: Sequence[Input] = ()) -> None:
    """Computes and says the result; a refused value is asked for again.

    Args:
        turn: the message.
        name: the calculation.
        values: what it is worked out from.
        unasked: inputs that were not asked for and would change the result.
    """
    if (turn.task or {}).get("calculator") != name:
        open_form(turn, name, values)
    task = task_of(turn)
    form = form_of(name)
    try:
        answer = form.work_out(values, today=turn.today)
    except InputError as error:
        ask_again(turn, error)
        return
    frame = form_words.frame(turn, form, task, values, answer, unasked)
    turn.set_task(None)
    left = [field.name for field in unasked]
    earlier.remember(turn, name, values, parts=answer.parts, unasked=left)
    answer.say(turn, frame)


def ask_again(turn: Turn, error: InputError) -> None:
    """Says what was wrong with a value, forgets it, and asks for it once more."""
    task = task_of(turn)
    name = _culprit(error, task["values"], turn)
    field = field_of(turn, name)
    if field is None:
        turn.say(error.message)
        turn.set_task(None)
        return
    values = {key: value for key, value in task["values"].items() if key != name}
    if name in (*task["taken"], *task["told"]):
        # It was taken over, not said, so there is no fault to find with what was written.
        kept = {key: [n for n in task[key] if n != name] for key in ("taken", "told")}
        turn.set_task({**task, **kept, "values": values})
        ask_or_show(turn, {})
        return
    turn.set_task({**task, "values": values, "asked": name})
    replies.say_question(turn, field, problem=error, can_skip=can_skip(turn, field))


def pass_over(turn: Turn) -> bool:
    """Takes "I do not know", and "no" where a figure or a day was asked for.

    Returns:
        False when neither was said.
    """
    task = task_of(turn)
    field = field_of(turn, task["asked"])
    if field is None:
        return False
    passes = turn.entity("value") == SKIP or is_unsure(turn.text)
    if not passes and not _says_none(turn, field):
        return False
    if not passes and field.minimum == 0:
        note(turn, {field.name: 0})
    elif form_of(task["calculator"]).needs(field, task["values"]):
        turn.set_task({**task, "misses": task["misses"] + 1})
        replies.say_question(turn, field, noted=turn.word("needed_anyway"))
    else:
        turn.set_task({**task, "values": {**task["values"], field.name: None}, "misses": 0})
        ask_or_show(turn, {})
    return True


def can_skip(turn: Turn, field: Input) -> bool:
    """Whether a button passes over the question; yes and no have buttons of their own."""
    task = task_of(turn)
    needed = form_of(task["calculator"]).needs(field, task["values"])
    return not needed and field.kind != "boolean"


def task_of(turn: Turn) -> dict[str, Any]:
    """The open form."""
    nothing = {"questions": 0, "misses": 0, "taken": (), "told": (), "asked": None}
    return {**nothing, **(turn.task or {})}


def field_of(turn: Turn, name: str | None) -> Input | None:
    """An input of the open form."""
    inputs = form_of(task_of(turn)["calculator"]).inputs
    return next((field for field in inputs if field.name == name), None)


def _checked(
    form: Form, raw: Mapping[str, Any], values: Mapping[str, Any], turn: Turn
) -> tuple[Values, InputError | None]:
    """The usable values, and what is wrong with the first of the others."""
    noted: Values = {}
    errors: list[InputError] = []
    for field, value in raw.items():
        if value is None:
            # Passed over: a question that has no answer needs no check.
            noted[field] = None
            continue
        try:
            noted[field] = form.check(field, value)
        except InputError as error:
            errors.append(error)
    for field in list(noted):
        try:
            form.check_together(field, {**values, **noted}, today=turn.today)
        except InputError as error:
            errors.append(error)
            del noted[field]
    return noted, errors[0] if errors else None


def _culprit(error: InputError, values: Mapping[str, Any], turn: Turn) -> str:
    """The field to ask for again: the day of computing is today, so a later date is wrong."""
    if error.field != AS_OF.name or values.get(AS_OF.name):
        return error.field
    inputs = form_of(task_of(turn)["calculator"]).inputs
    dates = [row.name for row in inputs if row.kind == "date" and values.get(row.name)]
    to_come = [name for name in dates if values[name] > turn.today.isoformat()]
    return to_come[-1] if to_come else error.field


def _says_none(turn: Turn, field: Input) -> bool:
    """Whether the message is a "no" to a question that has no yes: "when were you promoted?"."""
    is_no = turn.entity("yes_no") is False or turn.intent == "deny"
    figures = any(e.get("entity") in FIGURES for e in turn.entities)
    has_no_yes = field.kind in ("date", "text", "integer", "number")
    return has_no_yes and is_no and not figures and not turn.is_button

"""Works out entitlements in conversation: one generic form over the registry of the rules.

The form takes several values from one message and what was said for calculations before, accepts
corrections, can be left for another question and taken up again, and shows result, steps and
source at the end. How it starts is in `actions.starting`, its questions in `actions.asking`, what
follows a result in `actions.following`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions import replies
from actions.asking import can_skip, field_of, note, open_form, pass_over, show, task_of
from actions.catalogue import BUNDLE, choose_buttons, form_of, needs_table, title_of
from actions.cues import asks, supposes
from actions.forms import ORDER_OF_DATES, paired
from actions.rules import InputError, calculators
from actions.rules.inputs import Input
from actions.starting import message_of, start, start_named
from actions.turn import Turn
from actions.understanding import read_values

__all__ = [
    "answer_if_complete",
    "gives_figures",
    "change",
    "choose_buttons",
    "proceed",
    "remind",
    "show",
    "start",
    "title_of",
]

PATIENCE = 3  # unreadable answers in a row before the form is left


def proceed(turn: Turn) -> bool:
    """Gives the open calculation a message; False when it is about something else."""
    if start_named(turn):
        return True
    if _interrupts(turn):
        return False
    if pass_over(turn):
        return True
    raw = _read(turn)
    if not raw:
        return _not_read(turn)
    note(turn, raw)
    return True


def remind(turn: Turn) -> None:
    """Asks the open question again after another one was answered."""
    field = field_of(turn, task_of(turn)["asked"])
    if field is not None:
        turn.say(
            "resume_calculation",
            question=field.prompt[turn.language],
            buttons=replies.answer_buttons(turn, field, can_skip=can_skip(turn, field)),
        )


def change(
    turn: Turn, name: str, values: Mapping[str, Any], raw: Mapping[str, Any], *, supposed: bool
) -> None:
    """Works out again with other values; says what changed, and by how much the sums did."""
    open_form(turn, name, values, before=values, supposed=supposed)
    note(turn, raw)


def answer_if_complete(turn: Turn, names: Sequence[str]) -> bool:
    """Computes instead of stating the rule when the message gives all that one needs.

    Args:
        turn: the message.
        names: the calculators that go with the rule asked about.

    Returns:
        True when the result has been said.
    """
    found = [
        (rank, name, values)
        for name in names
        if name in calculators() and not turn.is_button and not needs_table(name)
        for rank, values in _complete_values(turn, name)
    ]
    if not found:
        return False
    _, name, values = max(found, key=lambda one: one[0])
    show(turn, name, values)
    return True


Rank = tuple[bool, int]


def _complete_values(turn: Turn, name: str) -> Iterator[tuple[Rank, dict[str, Any]]]:
    """The message's values where they are all that a calculation needs.

    A calculation that refuses them is not what was meant. Only days that cannot be, such as a
    birth in the future, are worth asking for again, where nothing else can be worked out.

    Yields:
        The values, with a rank that is the higher the more figures of the message are used.
    """
    form = form_of(name)
    raw = _figures(turn, name)
    try:
        values = {field: form.check(field, value) for field, value in raw.items()}
    except InputError:
        return
    if not values or form.missing(values, questions=0):
        return
    kinds = {field.name: field.kind for field in form.inputs}
    num_figures = sum(kinds[field] in ("integer", "number", "date") for field in values)
    try:
        form.work_out(values, today=turn.today)
    except InputError as error:
        if error.code in ORDER_OF_DATES:
            yield (False, num_figures), values
        return
    yield (True, num_figures), values


def gives_figures(turn: Turn, name: str) -> bool:
    """Whether the message gives a figure or a name that the calculation can use."""
    return not needs_table(name) and bool(_figures(turn, name))


def _figures(turn: Turn, name: str) -> dict[str, Any]:
    """The values in the message; none where none of them is telling.

    Relations and hospitals are named in questions about the rule, too; figures, and levels of
    pay, are not.
    """
    form = form_of(name)
    raw = paired(read_values(message_of(turn), form.inputs, {}, None), form.inputs)
    return raw if any(_is_telling(f) for f in form.inputs if f.name in raw) else {}


def _is_telling(field: Input) -> bool:
    if field.kind == "choice":
        return field.accepts_words or any(choice.code[:1].isdigit() for choice in field.choices)
    return field.kind != "boolean"


def _read(turn: Turn) -> dict[str, Any]:
    """The values that the message gives the open form."""
    task = task_of(turn)
    inputs = form_of(task["calculator"]).inputs
    return read_values(message_of(turn), inputs, task["values"], task["asked"])


def _not_read(turn: Turn) -> bool:
    """Nothing usable in the message: another topic, or an answer that cannot be read."""
    task = task_of(turn)
    is_other = turn.intent not in (
        "nlu_fallback", "affirm", "deny", "calculate", "out_of_scope",
    ) or turn.label not in (turn.intent, form_of(task["calculator"]).label)  # fmt: skip
    field = field_of(turn, task["asked"])
    understood = turn.outcome == "answer" and is_other
    if understood or field is None or task["misses"] >= PATIENCE - 1:
        return False
    turn.set_task({**task, "misses": task["misses"] + 1})
    noted = turn.word("ask_again")
    replies.say_question(turn, field, noted=noted, can_skip=can_skip(turn, field))
    return True


def _interrupts(turn: Turn) -> bool:
    """Whether the message is a question of its own rather than an answer to the form."""
    if turn.is_button:
        return turn.intent not in ("choose", "affirm", "deny")
    if turn.outcome != "answer" or turn.intent in ("affirm", "deny", "nlu_fallback"):
        return False
    if supposes(turn.text) and _read(turn):
        return False
    if turn.intent in ("calculate", BUNDLE):
        current = form_of(task_of(turn)["calculator"]).label
        return turn.label != current and asks(turn.text)
    return asks(turn.text) or turn.intent != "faq"

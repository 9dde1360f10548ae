"""What is said around the questions and results of a form: noted, taken over, assumed, changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions import spoken
from actions.forms import Answer, Form
from actions.replies import Frame
from actions.rules import InputError
from actions.rules.figures import grouped
from actions.rules.inputs import Input
from actions.turn import Turn

MOST_NAMED = 4  # inputs that would change a result
Values = Mapping[str, Any]
Task = Mapping[str, Any]


def noted(turn: Turn, form: Form, values: Values) -> str:
    """The values just understood; yes and no need no echo."""
    echo = {name: value for name, value in values.items() if not isinstance(value, bool)}
    said = spoken.told(echo, form.inputs, turn.language, titled=False)
    return turn.word("noted", values=said) if said else ""


def taken_lines(turn: Turn, form: Form, task: Task) -> list[str]:
    """What was taken over from calculations before, so that it can be corrected."""
    values = {name: task["values"][name] for name in task.get("taken", ())}
    said = spoken.told(values, form.inputs, turn.language)
    return [turn.word("taken_over", values=said)] if said else []


def progress(turn: Turn, form: Form, task: Task, left: int, noted: str) -> str:
    """How far the form is, once it has asked much: what is known, and how much is to come."""
    if left > 1 and not task.get("summed_up"):
        known = spoken.told(task["values"], form.inputs, turn.language)
        return turn.word("so_far", values=known, count=left)
    more = turn.word("one_more") if left == 1 else turn.word("some_more", count=left)
    return f"{noted} {more}".strip()


def frame(
    turn: Turn,
    form: Form,
    task: Task,
    values: Values,
    answer: Answer,
    unasked: Sequence[Input],
) -> Frame:
    """What is said around a result."""
    if "before" not in task:
        opening = taken_lines(turn, form, {**task, "values": values})
        closing, said = _closing(turn, form, unasked, answer.warned)
        return Frame(opening=opening, closing=closing, silent=said)
    try:
        before = form.work_out(task["before"], today=turn.today)
    except InputError:
        return Frame(opening=_changes(turn, form, task, values))
    return Frame(
        opening=_changes(turn, form, task, values),
        difference=_differences(turn, before, answer),
        silent=before.warned,
    )


def _changes(turn: Turn, form: Form, task: Task, values: Values) -> list[str]:
    """The values that differ from those before."""
    before: Values = task["before"]
    new = {name: v for name, v in values.items() if v != before.get(name)}
    paired = {name.removesuffix(spoken.MONTHS) + spoken.YEARS for name in new}
    new |= {name: values[name] for name in paired & values.keys()}
    for name in [name for name in new if name.endswith(spoken.YEARS)]:
        months = name.removesuffix(spoken.YEARS) + spoken.MONTHS
        new |= {months: values[months]} if months in values else {}
    said = spoken.told(new, form.inputs, turn.language)
    key = "supposed" if task.get("supposed") else "corrected"
    return [turn.word(key, values=said)] if said else []


def _differences(turn: Turn, before: Answer, answer: Answer) -> list[str]:
    """How much more or less each sum is than before."""
    old = {title["en"]: amount for title, amount in before.sums}
    pairs = [(t, amount, old[t["en"]]) for t, amount in answer.sums if t["en"] in old]
    if len(pairs) < 2:
        return [_difference(turn, amount, was) for _, amount, was in pairs]
    # Of several sums only those that changed are told.
    return [
        f"{title[turn.language]}: {_difference(turn, amount, was)}"
        for title, amount, was in pairs
        if amount != was
    ] or [turn.word("same_sums")]


def _difference(turn: Turn, amount: int, before: int) -> str:
    key = "same_sum" if amount == before else "more_than" if amount > before else "less_than"
    return turn.word(key, by=f"₹{grouped(abs(amount - before))}", before=f"₹{grouped(before)}")


def _closing(
    turn: Turn, form: Form, unasked: Sequence[Input], warned: frozenset[str]
) -> tuple[list[str], frozenset[str]]:
    """What was assumed for inputs not asked for, and that they would change the result.

    Returns:
        The lines, and the codes of warnings that they say already.
    """
    told = {f"assumed_{row.name}": row.assumed for row in unasked if row.assumed}
    lines = [one.text[turn.language] for code, one in told.items() if code in warned]
    silent = {row.name: row.default for row in unasked if not row.assumed}
    assumed = spoken.told(silent, form.inputs, turn.language)
    lines += [turn.word("assumed", values=assumed)] if assumed else []
    open_rows = [row for row in unasked if row.assumed or row.default is None]
    titles = [spoken.label(row, turn.language) for row in open_rows[:MOST_NAMED]]
    named = ", ".join(titles) + (" …" if len(open_rows) > MOST_NAMED else "")
    lines += [turn.word("may_change", names=named)] if named else []
    return lines, frozenset(told)

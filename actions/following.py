"""What follows a result: another calculation, "and if it were 30 years?", a correction.

A message that changes values is worked out again at once, and the answer says by how much the
sum changed. It may also change an earlier calculation of the conversation than the last one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from actions import calculation, earlier
from actions.bundle_reply import RetirementReply
from actions.catalogue import BUNDLE, form_of
from actions.cues import CORRECTION_WORDS, asks, supposes
from actions.forms import Answer
from actions.requests import asks_for_working
from actions.rules.carry import MONTHS
from actions.rules.dates import add_years, last_of_month
from actions.rules.inputs import Input
from actions.starting import message_of, start_named
from actions.turn import Turn
from actions.understanding import read_values

Values = Mapping[str, Any]
SHORTEST_QUESTION = 9  # words from which a question that was understood is no "and if ...?"
LONGEST_DETAIL = 6  # words of a message that only states a value
_OPENING = re.compile(rf"\W*(?:{'|'.join(CORRECTION_WORDS)})(?![\w\u0900-\u097F])", re.IGNORECASE)
_RETIRING = re.compile(r"retir|ritair|sevanivr|रिटायर|सेवानिवृत्त", re.IGNORECASE)


def follow_up(turn: Turn) -> bool:
    """Answers what builds on the calculations so far, with no form open.

    Returns:
        True when the message has been answered.
    """
    if start_named(turn):
        return True
    last = turn.last or {}
    if last.get("kind") != "calculation":
        return False
    if last["calculator"] == BUNDLE and turn.intent == "print_worksheet":
        return _print(turn)
    if turn.is_button:
        return False
    if asks_for_working(turn.text):
        last_answer(turn).say_steps(turn)
        return True
    is_supposed = supposes(turn.text)
    if is_supposed or _OPENING.match(turn.text):
        return _take_change(turn, is_supposed=is_supposed)
    return _take_detail(turn)


def _take_change(turn: Turn, *, is_supposed: bool) -> bool:
    """Changes the newest calculation that the message gives another value for."""
    same: tuple[str, Values, Values] | None = None
    for name, values in _changeable(turn):
        given: Values = _changes(turn, name, values)
        if not given or (is_supposed and _is_own_question(turn, name, given)):
            continue
        if any(value != values.get(field) for field, value in given.items()):
            calculation.change(turn, name, values, given, supposed=is_supposed)
            return True
        same = same or (name, values, given)
    if same is not None:
        name, values, given = same
        calculation.change(turn, name, values, given, supposed=is_supposed)
    return same is not None


def last_answer(turn: Turn) -> Answer:
    """Computes the last result again as on its day, which gives the same."""
    last = turn.last or {}
    on = date.fromisoformat(last["on"])
    return form_of(last["calculator"]).work_out(last["values"], today=on)


def _print(turn: Turn) -> bool:
    reply = last_answer(turn)
    if isinstance(reply, RetirementReply):
        reply.say_worksheets(turn, date.fromisoformat((turn.last or {})["on"]))
    return True


def _changeable(turn: Turn) -> Iterator[tuple[str, Values]]:
    """The last calculation, then those before it, newest first."""
    last = turn.last or {}
    yield last["calculator"], last["values"]
    if last["calculator"] != BUNDLE:
        for name, values in reversed(earlier.worked_out(turn)):
            if name != last["calculator"]:
                yield name, values


def _changes(turn: Turn, name: str, values: Values) -> dict[str, Any]:
    """The values that the message gives for a calculation already made."""
    form = form_of(name)
    changes = read_values(message_of(turn), form.inputs, values, None)
    known = {**form.implied(values, today=turn.today), **values}
    return changes | _year(turn, form.inputs, known, changes)


def _year(turn: Turn, inputs: Sequence[Input], values: Values, changes: Values) -> dict[str, Any]:
    """ "If I retire in 2027": the same day in that year, else the end of this month in it."""
    years = [e["value"] for e in turn.entities if e.get("entity") == "year" or e.get("year_like")]
    days = [row.name for row in inputs if row.kind == "date"]
    meant = [name for name in days if name == "retirement_date" and _RETIRING.search(turn.text)]
    meant = meant or [name for name in days if values.get(name)]
    if not years or len(meant) != 1 or meant[0] in changes:
        return {}
    known = values.get(meant[0])
    day = date.fromisoformat(known) if known else last_of_month(turn.today)
    moved = add_years(day, int(years[0]) - day.year)
    return {meant[0]: (last_of_month(moved) if day == last_of_month(day) else moved).isoformat()}


def _is_own_question(turn: Turn, name: str, changes: Values) -> bool:
    """Whether a supposing message is a long question about something else."""
    other = turn.outcome == "answer" and turn.label != form_of(name).label
    is_long = len(turn.text.split()) >= SHORTEST_QUESTION
    told = [field for field in changes if not field.endswith(MONTHS)]
    return other and is_long and len(told) < 2 and turn.intent in ("faq", "calculate", BUNDLE)


def _take_detail(turn: Turn) -> bool:
    """A value just stated, above all one that the result said would change it."""
    last = turn.last or {}
    if asks(turn.text) or len(turn.text.split()) > LONGEST_DETAIL:
        return False
    name, values = last["calculator"], last["values"]
    changes = _changes(turn, name, values)
    understood = turn.outcome == "answer" and turn.label != form_of(name).label
    awaited = set(changes) & set(last.get("unasked", ()))
    if not changes or (understood and not awaited):
        return False
    calculation.change(turn, name, values, changes, supposed=False)
    return True

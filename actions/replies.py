"""Turns results of the rules into replies: summary, steps, warnings, source."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions import earlier, hints
from actions.rules import InputError, Outcome, calculators
from actions.rules.inputs import Input
from actions.turn import Button, Turn

MOST_BUTTONS = 6
MOST_STEPS = 6
MOST_WARNINGS = 3
MOST_FOLLOWING = 2


@dataclass(frozen=True)
class Frame:
    """What is said around a result, in lines.

    Attributes:
        opening: before it: what was taken over from before, or changed.
        difference: right after the answer: how it compares with the one before.
        closing: after the warnings: what was assumed, and what would change the result.
        silent: codes of warnings that need not be said, or said again.
    """

    opening: Sequence[str] = ()
    difference: Sequence[str] = ()
    closing: Sequence[str] = ()
    silent: frozenset[str] = frozenset()


PLAIN = Frame()


def say_outcome(turn: Turn, outcome: Outcome, *, name: str, frame: Frame = PLAIN) -> None:
    """Says the answer, the steps behind it, what to beware of, the source, and what is next."""
    language = turn.language
    warnings = [w for w in outcome.warnings if w["code"] not in frame.silent]
    lines = [*frame.opening, outcome.summary[language], *frame.difference]
    lines += [f"• {step['text'][language]}" for step in outcome.steps[:MOST_STEPS]]
    lines += [f"⚠ {warning['text'][language]}" for warning in warnings[:MOST_WARNINGS]]
    lines += [*frame.closing, source_line(turn, outcome)]
    buttons = following_buttons(turn, outcome, name)
    if len(outcome.steps) > MOST_STEPS:
        buttons.append({"title": turn.word("title_steps"), "payload": "/show_steps"})
    buttons.append({"title": turn.word("title_print"), "payload": "/print_worksheet"})
    turn.say(
        {language: "\n".join(lines)},
        buttons=buttons,
        custom={
            "calculator": name,
            "result": outcome.result,
            **hints.table_of(name, outcome.result),
        },
    )


def say_steps(turn: Turn, outcome: Outcome) -> None:
    """Says every step, for the question how it was worked out."""
    lines = [turn.word("steps_heading"), *step_lines(turn, outcome), source_line(turn, outcome)]
    turn.say({turn.language: "\n".join(lines)})


def step_lines(turn: Turn, outcome: Outcome) -> list[str]:
    """The steps of a result, numbered."""
    return [f"{i}. {step['text'][turn.language]}" for i, step in enumerate(outcome.steps, 1)]


def say_sources(turn: Turn, *outcomes: Outcome) -> None:
    """Says the documents and orders behind one result, or several."""
    turn.say({turn.language: source_line(turn, *outcomes)})


def say_question(
    turn: Turn,
    field: Input,
    *,
    noted: str = "",
    problem: InputError | None = None,
    opening: Iterable[str] = (),
    can_skip: bool = False,
) -> None:
    """Asks for one input, after what was noted or what was wrong, and lines of their own."""
    before = problem.message[turn.language] if problem else noted
    asking = f"{before} {field.prompt[turn.language]}".strip()
    turn.say(
        {turn.language: "\n".join([*opening, asking])},
        buttons=answer_buttons(turn, field, can_skip=can_skip),
        custom={
            "outcome": "asked",
            "candidate": (turn.task or {}).get("calculator"),
            **hints.input_of(field, is_wrong=problem is not None),
        },
    )


def source_line(turn: Turn, *outcomes: Outcome) -> str:
    """The sources of one result, or of several, each once."""
    sources = dict.fromkeys(
        citation["text"][turn.language] for one in outcomes for citation in one.citations
    )
    return turn.word("source_line", sources="; ".join(sources))


def calculator_button(turn: Turn, name: str, title: str | None = None) -> Button:
    """A button that starts a calculation."""
    return {
        "title": title or calculators()[name].title[turn.language],
        "payload": "/calculate" + json.dumps({"calculator": name}),
    }


def following_buttons(turn: Turn, outcome: Outcome, name: str) -> list[Button]:
    """What people ask for next and have not had yet; a refusal leads to nothing built on it."""
    done = {one for one, _ in earlier.worked_out(turn)}
    refused = outcome.result.get("admissible") is False
    named = [
        other
        for other in calculators()[name].next
        if other not in done
        and not calculators()[other].needs_table
        and not (refused and _builds_on(other, name, outcome))
    ]
    return [calculator_button(turn, other) for other in named[:MOST_FOLLOWING]]


def _builds_on(other: str, name: str, outcome: Outcome) -> bool:
    """Whether a calculator takes a figure of this one's result."""
    sources = [source for row in calculators()[other].takes.values() for source in row]
    return any(s.calculator == name and s.field in outcome.result for s in sources)


def answer_buttons(turn: Turn, field: Input, *, can_skip: bool = False) -> list[Button]:
    """Buttons for the allowed answers, one to pass over the question, and one to leave."""
    buttons: list[Button] = []
    if field.kind == "boolean":
        buttons = [
            {"title": turn.word("title_yes"), "payload": "/affirm"},
            {"title": turn.word("title_no"), "payload": "/deny"},
        ]
    elif len(field.choices) <= 2 * MOST_BUTTONS and not field.accepts_words:
        buttons = [
            {
                "title": choice.title[turn.language],
                "payload": f'/choose{{"value": "{choice.code}"}}',
            }
            for choice in field.choices
        ]
    if can_skip:
        buttons.append({"title": turn.word("title_skip"), "payload": '/choose{"value": "skip"}'})
    return [*buttons, {"title": turn.word("title_stop"), "payload": "/stop"}]

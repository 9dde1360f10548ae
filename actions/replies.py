"""Turns results of the rules into replies: summary, steps, warnings, source."""

from datetime import date
from typing import Any

from actions.rules import InputError, Outcome, figures
from actions.rules.inputs import Input
from actions.turn import Button, Turn

MOST_BUTTONS = 6
MOST_STEPS = 6


def say_outcome(turn: Turn, outcome: Outcome, *, name: str) -> None:
    """Says the answer, the steps behind it, what to beware of, and the source."""
    language = turn.language
    lines = [outcome.summary[language]]
    lines += [f"• {step['text'][language]}" for step in outcome.steps[:MOST_STEPS]]
    lines += [f"⚠ {warning['text'][language]}" for warning in outcome.warnings[:3]]
    lines.append(_source_line(turn, outcome))
    text = "\n".join(lines)
    turn.say(
        {language: text},
        buttons=[{"title": turn.word("title_steps"), "payload": "/show_steps"}]
        if len(outcome.steps) > MOST_STEPS
        else None,
        custom={"calculator": name, "result": outcome.result},
    )


def say_steps(turn: Turn, outcome: Outcome) -> None:
    """Says every step, for the question how it was worked out."""
    language = turn.language
    lines = [turn.word("steps_heading")]
    lines += [f"{i}. {step['text'][language]}" for i, step in enumerate(outcome.steps, 1)]
    lines.append(_source_line(turn, outcome))
    turn.say({language: "\n".join(lines)})


def say_sources(turn: Turn, outcome: Outcome) -> None:
    """Says the documents and orders behind a result."""
    turn.say({turn.language: _source_line(turn, outcome)})


def say_question(
    turn: Turn, field: Input, *, noted: str = "", problem: InputError | None = None
) -> None:
    """Asks for one input, after what was noted or what was wrong."""
    opening = problem.message[turn.language] if problem else noted
    text = f"{opening} {field.prompt[turn.language]}".strip()
    turn.say({turn.language: text}, buttons=answer_buttons(turn, field))


def _source_line(turn: Turn, outcome: Outcome) -> str:
    sources = dict.fromkeys(citation["text"][turn.language] for citation in outcome.citations)
    return turn.word("source_line", sources="; ".join(sources))


def answer_buttons(turn: Turn, field: Input) -> list[Button]:
    """Buttons for the allowed answers, and one to leave."""
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
    return [*buttons, {"title": turn.word("title_stop"), "payload": "/stop"}]


def shown(value: Any, field: Input, language: str) -> str:
    """A value as people write it, to confirm that it was understood."""
    if field.kind == "choice":
        return next((c.title[language] for c in field.choices if c.code == value), str(value))
    if field.unit == "rupees" and isinstance(value, int):
        return f"₹{figures.grouped(value)}"
    if field.kind == "date":
        return figures.written_day(date.fromisoformat(value))
    return f"{value}%" if field.unit == "percent" else str(value)

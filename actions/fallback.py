"""When the question is not clear, or not ours: ask once with buttons, or say so honestly."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from actions import calculation
from actions.base import TopicAction
from actions.catalogue import BUNDLE
from actions.extracts import as_custom, quotations
from actions.small_talk import menu
from actions.turn import Button, Turn
from actions.wording import phrases

_MOST_EXTRACTS = 3
_MOST_BUTTONS = 4
# Characters shown of the likeliest answer and of the next.
GISTS = (700, 300)
_SENTENCE_END = re.compile(r"([.।?!])(?=\s|$)")


class ActionFallback(TopicAction):
    """Offers the nearest questions, or refuses with the helpline."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_fallback"

    def respond(self, turn: Turn) -> None:
        """Asks which question was meant when there are near ones, else refuses.

        Where the message gives all that a calculator of a near question needs, such as a
        district, there is nothing to ask: that is what was meant.
        """
        names = [name for c in turn.candidates for name in _calculators(c)]
        if turn.outcome == "disambiguate" and calculation.answer_if_complete(turn, names):
            return
        likely = [(c, b) for c in turn.candidates if (b := _button(turn, c))][:3]
        if turn.outcome == "disambiguate" and likely:
            _ask(turn, likely)
        else:
            _refuse(turn)


def _ask(turn: Turn, likely: list[tuple[dict[str, Any], Button]]) -> None:
    """Asks which of the near questions was meant, and says what each answer is.

    Where search finds no answer near but an extract, the question may be about a document.
    """
    question = turn.word("which_question", helpline=turn.word("helpline"))
    gists = _gists(turn, likely)
    buttons = [button for _, button in likely]
    buttons += [button for button in _found(turn) if button not in buttons]
    most = 0 if turn.found_answers else 1
    quoted = quotations(turn, most)
    text = [question, *gists, quoted]
    _say(turn, "disambiguated", *text, buttons=buttons[:_MOST_BUTTONS], most=most)


def _refuse(turn: Turn) -> None:
    """Says that we cannot help, gives the helpline, and what search has found all the same."""
    refusal = turn.word("refuse", helpline=turn.word("helpline"))
    found = _found(turn)
    near = turn.word("near_answers") if found else ""
    quoted = quotations(turn, _MOST_EXTRACTS)
    _say(turn, "refused", refusal, quoted, near, buttons=found or menu(turn), most=_MOST_EXTRACTS)


def _say(turn: Turn, outcome: str, *parts: str, buttons: list[Button], most: int) -> None:
    text = "\n\n".join(filter(None, parts))
    nearest = turn.candidates[0]["label"] if turn.candidates else None
    told = {"outcome": outcome, "candidate": nearest, **(as_custom(turn, most) or {})}
    turn.say({turn.language: text}, buttons=buttons, custom=told)


def _found(turn: Turn) -> list[Button]:
    """The titles of the answers that search found, as buttons."""
    return [button for answer in turn.found_answers if (button := _button(turn, answer))]


def _calculators(candidate: dict[str, Any]) -> list[str]:
    base, _, name = candidate["label"].partition("/")
    return [name] if base == "calculate" else list(candidate.get("calculators") or ())


def _gists(turn: Turn, likely: Sequence[tuple[dict[str, Any], Button]]) -> Iterator[str]:
    """What the candidates say, so that the person sees at once which one was meant.

    The likeliest is said whole, the next in short, and the last is a button only.
    """
    for (candidate, button), longest in zip(likely, GISTS, strict=False):
        told = (candidate.get("gist") or {}).get(turn.language)
        if told:
            yield f"▸ {button['title']}\n{shorten(told, longest)}"


def shorten(text: str, longest: int) -> str:
    """A text of at most `longest` characters that ends where a sentence ends, if one does.

    >>> shorten("Within 30 days. Later only with reasons.", 20)
    'Within 30 days.'
    """
    if len(text) <= longest:
        return text
    ends = [m.end(1) for m in _SENTENCE_END.finditer(text) if m.end(1) <= longest]
    return text[: ends[-1]] if ends else text[: longest - 1].rstrip() + "…"


def _button(turn: Turn, candidate: dict[str, Any]) -> Button | None:
    """A button for a label such as `faq/opd_not_cashless`, or None when it has no title."""
    base, _, name = candidate["label"].partition("/")
    title = (candidate.get("title") or {}).get(turn.language)
    if base == "faq" and title:
        return {"title": title, "payload": "/faq" + json.dumps({"answer": name})}
    if base == "topic" and title:
        return {"title": title, "payload": "/topic" + json.dumps({"topic": name})}
    if base in ("calculate", BUNDLE):
        # The gateway admits what starts a calculation only as a request for one.
        wanted = name or base
        return {
            "title": calculation.title_of(wanted, turn.language),
            "payload": "/calculate" + json.dumps({"calculator": wanted}),
        }
    if f"title_{base}" in phrases():
        return {"title": turn.word(f"title_{base}"), "payload": f"/{base}"}
    return None

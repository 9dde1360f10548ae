"""When the question is not clear, or not ours: ask once with buttons, or say so honestly."""

import json
from typing import Any

from actions import calculation
from actions.base import TopicAction
from actions.small_talk import menu
from actions.turn import Button, Turn
from actions.wording import phrases


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
        buttons = [button for _, button in likely]
        if turn.outcome == "disambiguate" and buttons:
            question = turn.word("which_question", helpline=turn.word("helpline"))
            gists = [_gist(turn, candidate, button) for candidate, button in likely]
            turn.say(
                {turn.language: "\n\n".join(filter(None, (question, *gists)))}, buttons=buttons
            )
        else:
            turn.say("refuse", buttons=menu(turn), helpline=turn.word("helpline"))


def _calculators(candidate: dict[str, Any]) -> list[str]:
    base, _, name = candidate["label"].partition("/")
    return [name] if base == "calculate" else list(candidate.get("calculators") or ())


def _gist(turn: Turn, candidate: dict[str, Any], button: Button) -> str:
    """What a candidate says in short, so that the person sees at once which one was meant."""
    told = (candidate.get("gist") or {}).get(turn.language)
    return f"▸ {button['title']}\n{told}" if told else ""


def _button(turn: Turn, candidate: dict[str, Any]) -> Button | None:
    """A button for a label such as `faq/opd_not_cashless`, or None when it has no title."""
    base, _, name = candidate["label"].partition("/")
    title = (candidate.get("title") or {}).get(turn.language)
    if base == "faq" and title:
        return {"title": title, "payload": "/faq" + json.dumps({"answer": name})}
    if base == "calculate":
        return {
            "title": calculation.title_of(name, turn.language),
            "payload": "/calculate" + json.dumps({"calculator": name}),
        }
    if f"title_{base}" in phrases():
        return {"title": turn.word(f"title_{base}"), "payload": f"/{base}"}
    return None

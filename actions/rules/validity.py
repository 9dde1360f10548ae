"""Warns of figures that are about to end, and of figures that nobody has compared lately."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from actions.rules import parameters
from actions.rules.dates import add_months
from actions.rules.figures import written_day
from actions.rules.parameters import Parameter
from actions.rules.yaml_files import RULES, read_yaml

ENDS = {
    "hi": "{title}: यह {day} तक ही लागू है।",
    "en": "{title}: in force until {day} only.",
}
REVIEW = {
    "hi": "{title}: इसे {day} को जाँचा गया था, नई जाँच बाकी है; कार्यालय से पुष्टि कर लीजिए।",
    "en": "{title}: last checked on {day}, due again; confirm it with your office.",
}


def warnings(used: Iterable[str], *, on: date, today: date) -> list[dict[str, Any]]:
    """What is to be said of the figures behind a result, as `{"code", "text": {"hi", "en"}}`.

    Args:
        used: names of parameters.
        on: the day whose figures were used.
        today: an end that lies before it is history and needs no warning.
    """
    found = [parameters.fetch(name) for name in dict.fromkeys(used)]
    said = []
    for one in found:
        last = one.last_day(on)
        if last is not None and last >= today:
            said.append(_say(f"ends_{one.name}", ENDS, one, last))
    stale = [one for one in found if review_day(one.name) <= today]
    if stale:
        oldest = min(stale, key=lambda one: one.checked_on)
        said.append(_say("review_due", REVIEW, oldest, oldest.checked_on))
    return said


@cache
def review_day(name: str) -> date:
    """The day from which a figure is due for another look, by its document's `review_months`."""
    figure = parameters.fetch(name)
    document = read_yaml(RULES / "documents.yaml")[figure.reference["document"]]
    return add_months(figure.checked_on, document["review_months"])


def _say(code: str, words: dict[str, str], figure: Parameter, day: date) -> dict[str, Any]:
    text = {
        language: said.format(title=figure.description[language], day=written_day(day))
        for language, said in words.items()
    }
    return {"code": code, "text": text}

"""A question that gives all that a sum needs is answered with the sum, and with the right one."""

from types import SimpleNamespace

import pytest

from actions import asking, calculation
from actions.answers import ActionAnswer
from actions.calculate import ActionCalculate
from actions.catalogue import form_of
from actions.rules import Calculator, InputError, calculators
from actions.turn import Turn
from tests.actions.talk import TODAY, Conversation


def shown(monkeypatch) -> list[str]:
    """The calculators whose results are said, in order."""
    names: list[str] = []
    whole = calculation.show

    def show(turn: Turn, name: str, values: dict[str, object]) -> None:
        names.append(name)
        whole(turn, name, values)

    monkeypatch.setattr(calculation, "show", show)
    return names


def ask(text: str, names: list[str]) -> Conversation:
    talk = Conversation()
    candidate = {"label": "faq/sample", "calculators": names}
    talk.say(ActionAnswer(), text, "faq/sample", candidates=[candidate])
    return talk


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_sums_the_one_that_reads_more_figures_is_said(monkeypatch, turned: bool) -> None:
    names = ["retirement_date", "qualifying_service"]
    said = shown(monkeypatch)
    text = "born 15-08-1968, joined service on 01-07-1992 and left on 31-08-2028"
    ask(text, names[::-1] if turned else names)
    assert said == ["qualifying_service"]


def test_what_cannot_be_computed_is_not_complete(monkeypatch) -> None:
    said = shown(monkeypatch)

    def refuse(self: Calculator, *args: object, **kwargs: object) -> None:
        raise InputError("birth_date", "unusable", {"hi": "नहीं", "en": "no"})

    monkeypatch.setattr(Calculator, "compute", refuse)
    talk = ask("born 15-08-1968", ["retirement_date"])
    assert said == []
    assert talk.slots["task"] is None
    assert talk.slots["last"]["kind"] == "faq"


def test_an_optional_question_may_be_left_without_an_answer() -> None:
    ltc, turn = form_of("ltc"), SimpleNamespace(today=TODAY)
    noted, error = asking._checked(ltc, {"level": None, "members": 3}, {}, turn)
    assert error is None
    assert noted == {"level": None, "members": 3}
    # What is needed is still asked for: null is no answer to it.
    noted, _ = asking._checked(ltc, {"joining_date": None}, {}, turn)
    assert "joining_date" in [row.name for row in ltc.missing(noted, questions=0)]


def test_gpf_interest_is_computed_in_a_chat_and_says_what_it_took_for_granted() -> None:
    assert not calculators()["gpf_interest"].needs_table
    talk = Conversation()
    text = "GPF interest 2014-15, 4,00,000 at the start and 5,000 every month"
    reply = talk.say(ActionCalculate(), text, "calculate/gpf_interest")
    assert "₹37,628" in reply
    assert "nothing was withdrawn" in reply
    assert "besides the monthly sum" in reply

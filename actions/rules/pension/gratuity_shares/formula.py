"""Who gets a death gratuity: Clerk Handbook, chapter 9, para 9, nomination."""

from collections.abc import Iterator
from types import SimpleNamespace

from actions.rules import parameters
from actions.rules.errors import InputError, problem
from actions.rules.parameters import InForce
from actions.rules.pension.shares import Share, divide, written
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

FIRST_GROUP = ("wife", "husband", "son", "unmarried_daughter")
SHARES_TITLE = {"hi": "नामांकन के हिस्से", "en": "Shares in the nomination"}


def check(given: Given) -> Iterator[InputError]:
    """The nominated percents must make a whole."""
    if given.nominee_shares and sum(row.percent for row in given.nominee_shares) != 100:
        yield problem("nominee_shares", "not_a_sum_of", SHARES_TITLE, bound=100)


def compute(given: Given) -> Finding:
    """Rupees for each person, in the order of the list that decides."""
    figures = parameters.at(given.as_of)
    basis, heirs = _heirs(given, figures)
    shares = _shares(given, heirs)
    lapsed = basis == "lapsed"
    result = {
        "admissible": not lapsed,
        "reason": "lapses_to_state" if lapsed else None,
        "basis": basis,
        "shares": shares,
    }
    people = written(shares)
    return Finding(
        result=result,
        steps=_steps(given, basis, people, figures),
        summary=line("lapses_to_state") if lapsed else line("shared", people=people),
        figures=figures,
        warnings=_warnings(given, basis),
    )


def _heirs(given: Given, figures: InForce) -> tuple[str, list[SimpleNamespace]]:
    """What decides, and the rows that share."""
    if given.nominee_shares:
        return "nomination", given.nominee_shares
    first = [row for row in given.members if row.relation in FIRST_GROUP]
    if first:
        return "first_group", first
    second = [row for row in given.members if not _is_grown_brother(row, figures)]
    return ("second_group", second) if second else ("lapsed", [])


def _is_grown_brother(row: SimpleNamespace, figures: InForce) -> bool:
    return row.relation == "brother" and row.age >= figures["pension.gratuity_brother_age"]


def _shares(given: Given, heirs: list[SimpleNamespace]) -> list[Share]:
    if not heirs:
        return []
    weights = [row.percent if given.nominee_shares else 1 for row in heirs]
    return divide(given.amount, [row.name for row in heirs], weights)


def _steps(given: Given, basis: str, people: list[str], figures: InForce) -> list[Line]:
    if basis == "nomination":
        return [line("nomination"), line("division", people=people)]
    steps = [line("no_nomination")]
    if basis == "first_group":
        return [*steps, line("first_group"), line("division", people=people)]
    steps.append(line("no_first_group"))
    if any(_is_grown_brother(row, figures) for row in given.members):
        steps.append(line("grown_brother"))
    if basis == "lapsed":
        return [*steps, line("lapses_to_state")]
    return [*steps, line("second_group"), line("division", people=people)]


def _warnings(given: Given, basis: str) -> list[Line]:
    if basis == "nomination":
        return [line("nomination_taken_as_valid")]
    return [line("no_family_given")] if basis == "lapsed" else []

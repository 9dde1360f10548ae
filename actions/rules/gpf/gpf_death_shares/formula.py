"""Who gets the fund of a dead subscriber: Clerk Handbook, chapter 11, payment on death."""

from math import lcm
from types import SimpleNamespace

from actions.rules import parameters
from actions.rules.pension.shares import Share, divide, written
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import down, part

SONS = ("son", "dead_sons_son")
DAUGHTERS = ("daughter", "dead_sons_daughter")
IN_A_LINE = ("dead_sons_widow", "dead_sons_son", "dead_sons_daughter")

SUMMARIES = {
    "nomination": "by_nomination",
    "nomination_and_family": "by_nomination_and_family",
    "family": "by_family",
    "provident_funds_act": "by_provident_funds_act",
}


def compute(given: Given) -> Finding:
    """Rupees for each member of the part that no nomination covers."""
    nominated = down(part(given.balance, given.nominated_percent))
    rest = given.balance - nominated
    basis = _basis(given, rest)
    by_family = basis in ("family", "nomination_and_family")
    heirs, excluded = _heirs(given) if by_family else ([], [])
    shares = _shares(rest, heirs)
    result: dict[str, object] = {
        "basis": basis,
        "nominated_amount": nominated,
        "unnominated_amount": rest,
        "shares": shares,
        "excluded": [row.name for row in excluded],
    }
    people = written(shares)
    return Finding(
        result=result,
        steps=_steps(given, basis, excluded, people),
        summary=line(SUMMARIES[basis], people=people),
        figures=parameters.at(given.as_of),
        warnings=_warnings(given, basis),
    )


def _basis(given: Given, rest: int) -> str:
    if rest == 0:
        return "nomination"
    if not given.members:
        return "provident_funds_act"
    return "nomination_and_family" if given.nominated_percent else "family"


def _heirs(given: Given) -> tuple[list[SimpleNamespace], list[SimpleNamespace]]:
    """Members who share, and those left out; where all are of the barred kinds, all share."""
    barred = [row for row in given.members if _is_barred(row)]
    if len(barred) == len(given.members):
        return given.members, []
    return [row for row in given.members if not _is_barred(row)], barred


def _is_barred(row: SimpleNamespace) -> bool:
    """Grown sons and daughters with a living husband, also of a dead son."""
    grown_son: bool = row.relation in SONS and row.adult
    cared_for: bool = row.relation in DAUGHTERS and row.married and row.husband_alive
    return grown_son or cared_for


def _shares(rest: int, heirs: list[SimpleNamespace]) -> list[Share]:
    """A share each, and one share for a whole line of a dead son, split equally inside."""
    if not heirs:
        return []
    lines = [row.branch for row in heirs if row.relation in IN_A_LINE]
    sizes = [lines.count(row.branch) if row.relation in IN_A_LINE else 1 for row in heirs]
    whole = lcm(*sizes)
    return divide(rest, [row.name for row in heirs], [whole // size for size in sizes])


def _steps(
    given: Given, basis: str, excluded: list[SimpleNamespace], people: list[str]
) -> list[Line]:
    steps = [line("nominated" if given.nominated_percent else "nothing_nominated")]
    if basis == "provident_funds_act":
        steps.append(line("no_family"))
    if excluded:
        steps.append(line("left_out", who=[row.name for row in excluded]))
    elif people and all(map(_is_barred, given.members)):
        steps.append(line("all_alike"))
    if any(row.relation in IN_A_LINE for row in given.members) and people:
        steps.append(line("one_line"))
    return [*steps, line("division", people=people)] if people else steps


def _warnings(given: Given, basis: str) -> list[Line]:
    warnings = []
    if given.nominated_percent:
        warnings.append(line("nomination_taken_as_valid"))
    if basis == "provident_funds_act":
        warnings.append(line("look_again"))
    return warnings

"""Provisional pension and gratuity: Clerk Handbook, chapter 9, article 919 of the C.S.R."""

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

SUMS = ("provisional_pension", "provisional_gratuity", "gratuity_withheld")


def compute(given: Given) -> Finding:
    """Rupees a month and once, who sanctions them and for how long."""
    figures = parameters.at(given.as_of)
    spells = figures["pension.provisional_spell"]
    delayed = given.situation == "papers_delayed"
    over = delayed and given.spell > spells["most"]
    higher = delayed and given.spell > spells["head_of_office"]
    result: dict[str, object] = {
        "admissible": not over,
        "reason": "beyond_18_months" if over else None,
        **(dict.fromkeys(SUMS) if over else _sums(given, figures)),
        "authority": "administrative_department" if higher else "head_of_office",
        "months_covered": given.spell * spells["months"] if delayed else None,
        "until": "regular_sanction" if delayed else "final_decision",
    }
    longest = spells["most"] * spells["months"]
    return Finding(
        result=result,
        steps=_steps(given, over, longest),
        summary=_summary(given, over, longest),
        figures=figures,
        warnings=[] if over else [line("adjusted_later")],
    )


def _sums(given: Given, figures: InForce) -> dict[str, int]:
    held = figures["pension.provisional_hold_back"]
    paid = 0
    if given.situation == "papers_delayed":
        paid = max(0, given.computed_gratuity - given.known_dues - held)
    sums = (given.computed_pension, paid, given.computed_gratuity - paid)
    return dict(zip(SUMS, sums, strict=True))


def _steps(given: Given, over: bool, longest: int) -> list[Line]:
    if over:
        return [line("beyond_18_months", longest=longest)]
    if given.situation == "proceedings_pending":
        return [line("whole_pension"), line("gratuity_held")]
    return [line("whole_pension"), line("gratuity_part"), line("sanction")]


def _summary(given: Given, over: bool, longest: int) -> Line:
    if over:
        return line("beyond_18_months", longest=longest)
    return line("delayed" if given.situation == "papers_delayed" else "pending")

"""Pay fixation in the revised matrix: Clerk Handbook, chapter 10, sections 1 and 2."""

from fractions import Fraction

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.pay import matrix
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line
from actions.rules.rounding import nearest, part


def compute(given: Given) -> Finding:
    """Basic pay (rupees a month), its cell counted from 1, and what is paid beside it."""
    figures = parameters.at(given.as_of)
    direct = given.appointment == "direct_2016"
    cells = matrix.cells(given.level, figures)
    multiplied = None if direct else _multiplied(given, figures)
    place = 0 if multiplied is None else matrix.fit(multiplied, given.level, figures)
    revised = None if place is None else cells[place]
    result = {
        "admissible": place is not None,
        "reason": "above_top_cell" if place is None else None,
        "multiplied": multiplied,
        "revised_basic": revised,
        "cell_index": None if place is None else place + 1,
        "minimum_applied": multiplied is None or multiplied < cells[0],
        "personal_pay": max(0, given.existing_emoluments - cells[0]) if direct else 0,
        "npa_payable": None if revised is None else _npa(given, revised, figures),
    }
    return Finding(
        result=result,
        steps=_steps(given, result, cells[0], cells[-1], figures),
        summary=_summary(result, cells[-1]),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _multiplied(given: Given, figures: InForce) -> int:
    """Old basic pay times the factor, and for doctors the dearness allowance on the NPA."""
    factor = Fraction(str(figures["pay.fitment_factor"]))
    return nearest(given.existing_basic * factor) + _allowance_on_npa(given)


def _allowance_on_npa(given: Given) -> int:
    return nearest(part(given.npa_amount, given.npa_da_percent)) if given.npa_amount else 0


def _npa(given: Given, revised: int, figures: InForce) -> int:
    """As much of the old allowance as fits under the ceiling of pay and allowance."""
    room: int = figures["pay.pay_with_npa_cap"] - revised
    return max(0, min(given.npa_amount, room))


def _steps(
    given: Given, result: dict[str, object], first: int, top: int, figures: InForce
) -> list[Line]:
    if given.appointment == "direct_2016":
        steps = [line("first_cell")]
        if result["personal_pay"]:
            steps.append(line("personal_pay"))
    else:
        basic_part = int(str(result["multiplied"])) - _allowance_on_npa(given)
        steps = [line("multiplied", basic_part=basic_part)]
        if given.npa_amount:
            steps.append(line("npa_added", added=_allowance_on_npa(given)))
        if result["reason"]:
            return [*steps, line("above_top_cell", top=top)]
        steps.append(
            line("below_first", first=first) if result["minimum_applied"] else line("cell")
        )
    if given.npa_amount:
        steps.append(line("npa_payable"))
    return steps


def _summary(result: dict[str, object], top: int) -> Line:
    if result["reason"]:
        return line("above_top_cell", top=top)
    return line("fixed_with_personal" if result["personal_pay"] else "fixed")


def _warnings(given: Given, result: dict[str, object]) -> list[Line]:
    warnings = [line("matrix_rebuilt")]
    if result["personal_pay"]:
        warnings.append(line("personal_pay_absorbed"))
    if given.npa_amount and given.appointment == "direct_2016":
        warnings.append(line("npa_from_time_to_time"))
    return warnings

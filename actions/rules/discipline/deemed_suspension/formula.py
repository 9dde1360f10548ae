"""Suspension by force of rule: Clerk Handbook, chapter 2, suspension."""

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, line


def compute(given: Given) -> Finding:
    """Whether the employee counts as suspended, and from which day."""
    figures = parameters.at(given.as_of)
    ground = _ground(given, figures)
    suspended = ground in ("custody", "conviction", "was_suspended", "authority_ordered")
    result = {
        "admissible": True,
        "reason": None,
        "deemed_suspended": suspended,
        "deemed_from": given.from_date if suspended else None,
    }
    return Finding(
        result=result,
        steps=[line(ground)],
        summary=line("suspended" if suspended else "not_suspended"),
        figures=figures,
        warnings=[line("representation")] if ground == "custody" else [],
    )


def _ground(given: Given, figures: InForce) -> str:
    """The sentence that decides the case."""
    if given.basis == "penalty_set_aside":
        return _after_set_aside(given)
    if given.hours <= figures["discipline.deemed_suspension_hours"]:
        return "too_short"
    if given.basis == "conviction" and given.dismissed_or_removed:
        return "dismissed"
    return str(given.basis)


def _after_set_aside(given: Given) -> str:
    if not given.further_inquiry_decided:
        return "no_inquiry"
    if given.suspended_before_penalty:
        return "was_suspended"
    return "authority_ordered" if given.authority_orders_suspension else "not_ordered"

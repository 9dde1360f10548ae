"""Reimbursable part of liver-transplant spending: Clerk Handbook, chapter 5."""

from collections.abc import Mapping

from actions.rules import parameters
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, line

EXTRAS = (
    "extra_stay_charges",
    "blood_during_stay",
    "other_immunosuppressants",
    "maintenance_immunosuppressants",
    "follow_up",
)


def compute(given: Given) -> Finding:
    """Rupees payable inside the package and beside it; no head lends its unused part."""
    figures = parameters.at(given.as_of)
    caps = figures["medical.liver_heads"]
    stay = figures["medical.liver_stay_days"]
    recipient_extra = max(0, given.recipient_stay_days - stay["recipient"])
    donor_extra = max(0, given.donor_stay_days - stay["donor"])
    inside = {head: min(_spent(given, head), cap) for head, cap in caps.items()}
    beside = _extras(given, figures, longer=recipient_extra + donor_extra > 0)
    payable = sum(inside.values()) + sum(beside.values())
    entered = sum(_spent(given, head) for head in (*inside, *beside))
    result = {
        "admissible": True,
        "reason": None,
        "package_limit": figures["medical.liver_package"],
        "package_payable": sum(inside.values()),
        "extras_payable": sum(beside.values()),
        "total_payable": payable,
        "disallowed": entered - payable,
        "recipient_extra_days": recipient_extra,
        "donor_extra_days": donor_extra,
    }
    return Finding(
        result=result,
        steps=_steps(given, figures, inside, beside),
        summary=line("payable" if entered else "limits"),
        figures=figures,
        warnings=_warnings(given, inside, beside),
    )


def _spent(given: Given, head: str) -> int:
    amount: int = getattr(given, head)
    return amount


def _extras(given: Given, figures: InForce, *, longer: bool) -> dict[str, int]:
    """Heads outside the package, as spent; blood has a ceiling, charges need a longer stay."""
    payable = {head: _spent(given, head) for head in EXTRAS}
    blood_cap = figures["medical.liver_blood_in_stay"]
    payable["blood_during_stay"] = min(payable["blood_during_stay"], blood_cap)
    if not longer:
        payable["extra_stay_charges"] = 0
    return payable


def _steps(
    given: Given, figures: InForce, inside: Mapping[str, int], beside: Mapping[str, int]
) -> list[Line]:
    caps = figures["medical.liver_heads"]
    steps = [
        line("head", head=head, spent=_spent(given, head), cap=caps[head], paid=paid)
        for head, paid in inside.items()
        if _spent(given, head)
    ]
    steps.append(line("package"))
    if given.blood_during_stay:
        steps.append(line("blood", paid=beside["blood_during_stay"]))
    if given.extra_stay_charges:
        allowed = beside["extra_stay_charges"]
        steps.append(line("longer_stay" if allowed else "stay_inside_package"))
    steps += [
        line("actual", head=head, paid=beside[head])
        for head in ("other_immunosuppressants", "maintenance_immunosuppressants", "follow_up")
        if beside[head]
    ]
    return [*steps, line("total")]


def _warnings(given: Given, inside: Mapping[str, int], beside: Mapping[str, int]) -> list[Line]:
    warnings = []
    if any(_spent(given, head) > paid for head, paid in inside.items()):
        warnings.append(line("no_transfer"))
    if given.blood_for_operation or given.blood_during_stay:
        warnings.append(line("blood_range"))
    if beside["extra_stay_charges"]:
        warnings.append(line("bed_category"))
    return warnings

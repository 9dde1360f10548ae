"""Vice-President's discretionary grant: the processing checklist and its schedule."""

from collections.abc import Mapping

from actions.rules import parameters
from actions.rules.grants.vp_grant import dates, papers
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import down, part


def compute(given: Given) -> Finding:
    """Eligibility, rupees that may be sanctioned, validity, refund and papers."""
    figures = parameters.at(given.application_date or given.as_of, field="application_date")
    reason = _refusal(given)
    amount = 0 if reason else _amount(given, figures)
    final = None
    if given.purpose == "medical" and given.actual_expenditure is not None:
        final = min(given.actual_expenditure, amount)
    result = {
        "admissible": reason is None,
        "reason": reason,
        "sanctionable_amount": amount,
        "final_payment": final,
        **dates.outputs(given, figures),
        "documents": papers.required(given.purpose),
    }
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=line(reason or _answer(given)),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _refusal(given: Given) -> str | None:
    """The first bar in the checklist's order; each purpose has bars of its own."""
    own = {"medical": _medical, "natural_calamity": _calamity, "staff_welfare": _welfare}
    return first_reason(
        (
            ("previous_grant_same_purpose", given.previous_grant_same_purpose),
            ("similar_grant_from_other_source", given.similar_grant_from_other_source),
            *own[given.purpose](given),
        )
    )


def _medical(given: Given) -> tuple[tuple[str, bool], ...]:
    applied, treated = given.application_date, given.surgery_date
    return (
        ("ex_post_facto", bool(applied and treated and treated < applied)),
        ("not_major_disease", not given.major_disease),
        ("not_poor", not given.poor),
        ("government_or_psu_employee", given.government_or_psu_employee),
        ("covered_by_esi_or_insurance", given.esi_or_insurance_cover),
        ("hospital_not_recognised", given.hospital == "other"),
        ("treatment_available_in_india", given.treatment_abroad and given.available_in_india),
    )


def _calamity(given: Given) -> tuple[tuple[str, bool], ...]:
    return (
        ("no_death_or_injury", given.deceased_count + given.injured_count == 0),
        ("payee_not_listed", given.deceased_count > 0 and given.payee_relation == "other"),
    )


def _welfare(given: Given) -> tuple[tuple[str, bool], ...]:
    family_death = given.welfare_event == "family_death"
    return (
        ("category_not_eligible", given.employee_category == "other"),
        ("relation_not_covered", family_death and given.family_relation == "other"),
    )


def _amount(given: Given, figures: InForce) -> int:
    if given.purpose == "medical":
        share = down(part(given.treatment_cost, figures["grants.treatment_share_percent"]))
        return min(share, figures["grants.treatment_ceiling"])
    if given.purpose == "natural_calamity":
        rates = figures["grants.calamity_rates"]
        dead: int = rates["per_death"] * given.deceased_count
        injured: int = rates["per_injured"] * given.injured_count
        return dead + injured
    ceiling: int = figures["grants.welfare_ceilings"][given.welfare_event]
    return min(given.expense_amount or ceiling, ceiling)


def _steps(given: Given, result: Mapping[str, object]) -> list[Line]:
    steps = [line(str(result["reason"]))]
    if result["admissible"]:
        steps = [line("not_granted_before"), line(_amount_rule(given))]
    if result["final_payment"] is not None:
        steps.append(line("final_payment"))
    if result["sanction_valid_until"]:
        expired = result["sanction_expired"]
        steps += [line("validity"), *([line("expired")] if expired else [])]
    if result["refund_due_date"]:
        steps.append(line("refund_due" if result["refund_required"] else "refund_rule"))
    return [*steps, line("papers")]


def _amount_rule(given: Given) -> str:
    return str(given.welfare_event) if given.purpose == "staff_welfare" else str(given.purpose)


def _answer(given: Given) -> str:
    return "may_get_up_to" if given.purpose != "natural_calamity" else "may_get"


def _warnings(given: Given, result: Mapping[str, object]) -> list[Line]:
    warnings = [line("discretion")] if result["admissible"] else []
    if result["reason"] == "payee_not_listed":
        warnings.append(line("list_says_especially"))
    if result["sanction_and_payment_together"]:
        warnings.append(line("together"))
    if result["refund_required"]:
        warnings.append(line("refund_now"))
    return warnings

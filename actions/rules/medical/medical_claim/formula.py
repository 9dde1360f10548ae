"""Medical reimbursement claim: Clerk Handbook, chapter 5."""

from datetime import date

from actions.rules import parameters
from actions.rules.dates import add_days, add_months
from actions.rules.medical import sanctioning
from actions.rules.medical.medical_claim import papers
from actions.rules.parameters import InForce
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, first_reason, line
from actions.rules.rounding import nearest, part

PRIVATE = ("private_in_state", "private_outside_state")
AUTHORISED = "authorised_contracted"


def compute(given: Given) -> Finding:
    """Share payable, rate list, examiner, sanctioning authority, papers and due dates."""
    figures = parameters.at(given.submission_date, field="submission_date")
    reason = _refusal(given)
    basis = _rate_basis(given)
    share = 0 if reason else _government_share(given, basis, figures)
    authority = sanctioning.authority(given.claim_amount, figures)
    last_day = add_months(given.treatment_end_date, figures["medical.submission_months"])
    late = given.submission_date > last_day
    result: dict[str, object] = {
        "admissible": reason is None,
        "reason": reason,
        "rate_basis": basis,
        "government_share": share,
        "beneficiary_share": None if share is None else given.claim_amount - share,
        "countersignature_required": not given.accept_five_percent,
        "technical_examiner": _examiner(given, figures),
        "sanctioning_authority": authority,
        "submission_last_date": last_day,
        "on_time": not late,
        "late_approval_required": late,
    }
    result |= _due_dates(given, authority, figures, admissible=reason is None)
    result["documents"] = papers.required(given, late=late)
    return Finding(
        result=result,
        steps=_steps(given, result),
        summary=_summary(result),
        figures=figures,
        warnings=_warnings(given, result),
    )


def _refusal(given: Given) -> str | None:
    private, authorised = given.institution_type in PRIVATE, given.institution_type == AUTHORISED
    by_emergency = private or (authorised and not given.referred)
    return first_reason(
        (
            ("incomplete_documents", not given.documents_complete),
            ("insurance_received", given.insurance_received),
            (
                "referral_or_emergency_required",
                authorised and not given.referred and not given.emergency,
            ),
            ("not_emergency", private and not given.emergency),
            ("emergency_not_certified", by_emergency and not given.emergency_certified),
            ("office_not_informed", by_emergency and not given.informed_office_within_30_days),
        )
    )


def _rate_basis(given: Given) -> str:
    if given.institution_type in ("government", "sgpgi_class"):
        return "actual"
    if given.institution_type == AUTHORISED:
        return "cghs"
    in_state = given.institution_type == "private_in_state"
    return "sgpgi" if in_state and given.sgpgi_rate_available else "aiims"


def _government_share(given: Given, basis: str, figures: InForce) -> int | None:
    """Rupees payable; None while the amount by the rate list is not known."""
    amount: int = given.claim_amount
    if given.accept_five_percent:
        return nearest(part(amount, figures["medical.government_share_percent"]))
    if basis == "actual":
        return amount
    return None if given.rate_amount is None else min(amount, given.rate_amount)


def _examiner(given: Given, figures: InForce) -> str:
    if given.institution_type in (*PRIVATE, AUTHORISED):
        return "referring_head_or_cmo_or_professor"
    if given.claim_amount <= figures["medical.examiner_limit"]:
        return "hospital_in_charge"
    return "chief_medical_superintendent_or_cmo"


def _due_dates(
    given: Given, authority: str, figures: InForce, *, admissible: bool
) -> dict[str, date | None]:
    """Latest dates if each stage uses its whole time; none for a refused claim."""
    keys = ("forward", "technical_report", "to_sanctioning_authority", "sanction_order", "payment")
    if not admissible:
        return {f"{key}_due": None for key in keys}
    times = figures["medical.claim_timetable"]
    forward = add_days(given.submission_date, times["forward_days"])
    report = add_days(forward, times["technical_report_days"])
    passed_on = None
    if given.claimant == "pensioner" and authority != "head_of_office":
        passed_on = add_days(report, times["pensioner_forward_days"])
    order = add_months(passed_on or report, times["sanction_months"])
    payment = add_days(order, times["payment_days"])
    days = (forward, report, passed_on, order, payment)
    return {f"{key}_due": day for key, day in zip(keys, days, strict=True)}


def _steps(given: Given, result: dict[str, object]) -> list[Line]:
    if result["reason"]:
        steps = [line(str(result["reason"])), line("nothing_paid")]
    elif given.accept_five_percent:
        steps = [line("five_percent")]
    elif result["rate_basis"] == "actual":
        steps = [line("actual_expense")]
    else:
        steps = [line("rate_unknown" if given.rate_amount is None else "rate_list")]
    steps += [line("last_date"), line("examiner"), line("authority")]
    if result["payment_due"]:
        steps.append(line("timetable"))
    if result["to_sanctioning_authority_due"]:
        steps.append(line("pensioner_stage"))
    return [*steps, line("papers")]


def _summary(result: dict[str, object]) -> Line:
    if result["reason"]:
        return line(str(result["reason"]))
    late = result["late_approval_required"]
    if result["government_share"] is None:
        return line("late_by_rate_list" if late else "by_rate_list")
    if late:
        return line("late_pays")
    return line("pays_all" if result["beneficiary_share"] == 0 else "pays_part")


def _warnings(given: Given, result: dict[str, object]) -> list[Line]:
    warnings = []
    if result["late_approval_required"]:
        warnings.append(line("late"))
    if given.institution_type == AUTHORISED:
        warnings.append(line("authorised_rates"))
    if result["rate_basis"] != "actual" and not result["reason"]:
        warnings.append(line("examiner_decides"))
    if given.accept_five_percent:
        warnings.append(line("examiner_still_shown"))
    return warnings

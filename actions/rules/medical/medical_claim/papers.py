"""The papers that go with a reimbursement claim: Clerk Handbook, chapter 5, required papers."""

from actions.rules.reading import Given

ALWAYS = (
    "essentiality_certificate",
    "original_bills_prescriptions_referral",
    "technical_report",
    "annexure_c_application",
    "no_insurance_certificate",
    "bill_list_payable_table",
)
FOR_DEPENDANT = ("annexure_a_with_photo", "dependant_not_in_government_service_affidavit")


def required(given: Given, *, late: bool) -> list[str]:
    """Codes of the papers, in the order of the list."""
    papers = [*ALWAYS]
    if given.patient == "dependant":
        papers += FOR_DEPENDANT
    authorised_emergency = given.institution_type == "authorised_contracted" and given.emergency
    if given.institution_type.startswith("private") or authorised_emergency:
        papers.append("emergency_certificate")
    if late:
        papers.append("administrative_department_permission")
    return papers

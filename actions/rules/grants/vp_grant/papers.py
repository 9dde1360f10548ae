"""Papers of a grant proposal: checklist item 5."""

ALWAYS = ("residence_proof", "income_proof", "form1_certificate")
BY_PURPOSE = {
    "medical": (
        "self_declaration_gazetted_attested",
        "medical_certificate_recommendation",
        "certified_cost_estimate",
        "utilisation_certificate",
    ),
    "natural_calamity": (
        "hospital_certificate",
        "district_authority_certificate",
        "pre_receipted_bill",
        "utilisation_certificate",
    ),
    "staff_welfare": (
        "employment_letter",
        "medical_certificate_death_injury",
        "pre_receipted_bill",
        "utilisation_certificate",
    ),
}


def required(purpose: str) -> list[str]:
    """Codes of the papers, those for every purpose first."""
    return [*ALWAYS, *BY_PURPOSE[purpose]]

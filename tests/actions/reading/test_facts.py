"""Yes and no: said of an input, denied, turned round, or only asked about."""

from typing import Any

import pytest

STATED: list[tuple[str, str, str, bool]] = [
    ("gratuity", "permanent hu", "permanent", True),
    ("gratuity", "स्थायी नहीं हूँ", "permanent", False),
    ("gratuity", "not permanent, 6 years", "permanent", False),
    ("gratuity", "temporary employee", "permanent", False),
    ("gratuity", "अस्थायी कर्मचारी था", "permanent", False),
    ("transfer_allowance", "apne anurodh par", "own_request", True),
    ("transfer_allowance", "स्वयं के अनुरोध पर नहीं", "own_request", False),
    ("transfer_allowance", "transferred in public interest", "own_request", False),
    ("transfer_allowance", "usi jile me", "inter_district", False),
    ("transfer_allowance", "दूसरे जिले में", "inter_district", True),
    ("transfer_allowance", "went alone", "with_family", False),
    ("road_mileage", "no train or bus there", "places_connected", False),
    ("road_mileage", "places not connected by rail or bus", "places_connected", False),
    ("dependent_eligibility", "गाँव में अलग रहते हैं", "residing_with_employee", False),
    ("dependent_eligibility", "saath rehti hai na", "residing_with_employee", True),
    ("dependent_eligibility", "jobless son", "employed", False),
    (
        "subsistence_allowance",
        "certificate of non employment given",
        "non_employment_certificate",
        True,
    ),
    ("subsistence_allowance", "प्रमाण पत्र नहीं दिया", "non_employment_certificate", False),
    ("gpf_final_payment", "clerk in group C", "group_d", False),
    ("gpf_final_payment", "chaprasi tha", "group_d", True),
    ("gpf_withdrawal", "pehle kabhi nahi nikala", "earlier_same_purpose", False),
    ("gpf_withdrawal", "pehli baar nikal raha hu", "earlier_same_purpose", False),
    ("early_retirement", "VRS, koi jaanch nahi chal rahi", "disciplinary_pending", False),
    ("leave_entitlement", "CCL, परिवीक्षा पूरी हो गई", "on_probation", False),
    ("gpf_withdrawal", "पहले न निकाला", "earlier_same_purpose", False),
    ("deemed_suspension", "naukri se nahi nikala gaya", "dismissed_or_removed", False),
    (
        "subsistence_allowance",
        "no HRA, non-employment certificate filed",
        "non_employment_certificate",
        True,
    ),
    ("leave_entitlement", "non gazetted", "gazetted", False),
    ("medical_claim", "private, emergency thi, certificate nahi mila", "emergency", True),
    (
        "medical_claim",
        "private, emergency thi, certificate nahi mila",
        "emergency_certified",
        False,
    ),
    ("next_increment_date", "छह महीने पूरे नहीं होंगे", "six_months_served", False),
]


@pytest.mark.parametrize(("name", "text", "field", "expected"), STATED)
def test_a_fact_is_read_with_its_denial(
    read: Any, name: str, text: str, field: str, expected: bool
) -> None:
    assert read(name, text)[field] is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mil gaya hai", True),
        ("nahi mila", False),
        ("हाँ", True),
        ("नहीं हुए", False),
        ("ho gaye", True),
    ],
)
def test_a_short_statement_answers_the_question(read: Any, text: str, expected: bool) -> None:
    assert read("medical_advance", text, {}, "estimate_countersigned") == {
        "estimate_countersigned": expected
    }


NONE_OF_IT: list[tuple[str, str, str, Any]] = [
    ("provisional_pension", "PPO late, no dues", "known_dues", 0),
    ("provisional_pension", "पेंशन में देरी, कोई बकाया नहीं", "known_dues", 0),
    ("subsistence_allowance", "aur koi bhatta nahi milta", "compensatory_allowances", 0),
    ("leave_entitlement", "maternity leave, pehli baar, koi bachcha nahi", "times_used", 0),
    ("leave_entitlement", "maternity leave, pehli baar, koi bachcha nahi", "living_children", 0),
    ("gpf_advance", "pehle koi advance nahi liya", "previous_advance", "none"),
    ("liver_transplant_limit", "package 9 lakh, nothing else", "donor_tests", 0),
    ("liver_transplant_limit", "पैकेज 9 लाख, और कुछ नहीं", "follow_up", 0),
]


@pytest.mark.parametrize(("name", "text", "field", "expected"), NONE_OF_IT)
def test_that_there_is_none_is_an_answer(
    read: Any, name: str, text: str, field: str, expected: Any
) -> None:
    assert read(name, text)[field] == expected


def test_what_is_required_is_not_taken_as_nothing(read: Any) -> None:
    found = read("subsistence_allowance", "basic 40,000, aur kuch nahi")
    assert found == {"basic_pay": 40000, "compensatory_allowances": 0}

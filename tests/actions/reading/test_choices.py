"""Named answers: denied, vague, part of another name, of one letter, ruled out by the others."""

from typing import Any

import pytest

from actions.reading.choices import match_choice
from actions.rules import calculators

NAMED: list[tuple[str, str, str, str | None]] = [
    ("leave_entitlement", "CL chahiye", "leave_type", "casual"),
    ("leave_entitlement", "CCL chahiye", "leave_type", "child_care"),
    ("leave_entitlement", "EOL, permanent nahi hu", "status", None),
    ("gpf_withdrawal", "ghar ki marammat ke liye", "purpose", "house_alteration"),
    ("gpf_advance", "ghar ki marammat ke liye", "purpose", "housing"),
    ("gratuity", "retire hone pe, sewa 30 saal", "kind", "retirement"),
    (
        "medical_claim",
        "private hospital, SGPGI rate 50,000",
        "institution_type",
        "private_in_state",
    ),
    ("vp_grant", "recognised hospital, not in government service", "hospital", "recognised"),
    ("daily_allowance", "a day in Agra", "city_class", None),
    ("daily_allowance", "class a city", "city_class", "a"),
    ("daily_allowance", "sarkari kaam se", "exemption", None),
    ("daily_allowance", "lucknow me ruka", "city", "Lucknow"),
    ("daily_allowance", "कानपुर में 2 दिन", "city", "Kanpur"),
    ("subsistence_allowance", "department me clerk hu", "delay_due_to", None),
    ("subsistence_allowance", "deri department ki wajah se", "delay_due_to", "not_employee"),
    ("gpf_subscription", "nahi pata", "change", None),
    ("ward_entitlement", "6 mahine se bharti", "pay_basis", None),
    ("ward_entitlement", "GP 4200", "pay_basis", "sixth_cpc"),
]


@pytest.mark.parametrize(("name", "text", "field", "expected"), NAMED)
def test_a_choice_is_read_where_it_is_meant(
    read: Any, name: str, text: str, field: str, expected: str | None
) -> None:
    assert read(name, text).get(field) == expected


def test_a_vague_word_answers_only_the_question(read: Any) -> None:
    assert read("gpf_advance", "nahi", {}, "previous_advance")["previous_advance"] == "none"
    assert "previous_advance" not in read("gpf_advance", "nahi")
    assert read("gpf_final_payment", "other", {}, "event")["event"] == "other"


def test_a_district_answers_the_question_for_a_city(read: Any) -> None:
    assert read("daily_allowance", "lucknow me ruka tha", {}, "city")["city"] == "Lucknow"
    assert read("daily_allowance", "Sandila", {}, "city")["city"] == "Sandila"


def test_what_the_other_values_rule_out_is_left_out(read: Any) -> None:
    found = read("medical_claim", "jila aspatal, 5% khud dunga")
    assert found["institution_type"] == "government"
    assert "accept_five_percent" not in found
    assert read("medical_claim", "KGMU, 5% khud dunga")["accept_five_percent"] is True


def test_two_choices_named_alike_are_not_guessed() -> None:
    choices = calculators()["leave_entitlement"].input("status").choices
    assert match_choice("permanent ya temporary", choices) is None
    assert match_choice("sthayi ya asthayi", choices) == "temporary"  # the longer word
    assert match_choice("kuch aur", choices) is None

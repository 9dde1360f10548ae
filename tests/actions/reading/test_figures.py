"""Figures are placed together: cues, order, kinds and units decide, not the first fit."""

from typing import Any

import pytest

PLACED: list[tuple[str, str, dict[str, Any]]] = [
    # Cues before and behind the figures.
    (
        "gpf_advance",
        "basic 40,000 balance 3,00,000 advance 50,000",
        {"basic_pay": 40000, "balance": 300000, "amount": 50000},
    ),
    (
        "gpf_advance",
        "40,000 basic, 3,00,000 jama, 50,000 chahiye",
        {"basic_pay": 40000, "balance": 300000, "amount": 50000},
    ),
    (
        "gpf_advance",
        "50,000 अग्रिम चाहिए, 40,000 वेतन, 3,00,000 खाते में",
        {"basic_pay": 40000, "balance": 300000, "amount": 50000},
    ),
    (
        "commutation",
        "5/5/1966 ko janm, 31/5/2026 ko retire, 1/4/2026 ko aavedan",
        {
            "birth_date": "1966-05-05",
            "retirement_date": "2026-05-31",
            "application_date": "2026-04-01",
        },
    ),
    (
        "commutation",
        "applied 1 April 2026, born 5 May 1966, retired 31 May 2026",
        {
            "birth_date": "1966-05-05",
            "retirement_date": "2026-05-31",
            "application_date": "2026-04-01",
        },
    ),
    # Without cues the order of the message is the order of asking.
    ("pay_on_promotion", "level 4 se level 5", {"current_level": "4", "new_level": "5"}),
    ("pay_on_promotion", "new level 8, current level 7", {"current_level": "7", "new_level": "8"}),
    # The longer cue counts.
    (
        "gpf_advance",
        "running advance 60,000, need 20,000",
        {"previous_amount": 60000, "amount": 20000},
    ),
    (
        "pension",
        "average of 10 months 58,000, last pay 59,000",
        {"ten_month_average": 58000, "last_pay": 59000},
    ),
    # Kinds and units.
    (
        "gratuity",
        "33 saal 4 mahine, DA 50",
        {"service_years": 33, "service_months": 4, "da_percent": 50},
    ),
    ("gratuity", "8 mahine ki naukri", {"service_years": 0, "service_months": 8}),
    ("deemed_suspension", "jail me 3 din", {"hours": 72}),
    ("leave_entitlement", "maternity leave 6 months", {"requested": 180}),
    ("leave_entitlement", "study leave 1 saal", {"requested": 12}),
    ("leave_entitlement", "second child, CCL", {"child_rank": 2}),
    ("leave_entitlement", "सीसीएल, पहला बच्चा 11 साल का", {"child_rank": 1, "child_age_years": 11}),
    ("ltc", "5 log, level 9", {"members": 5, "level": "9"}),
    ("travel_class", "grade pay 4800", {"level": "8"}),
    ("ward_entitlement", "pay band 9,300 grade pay 4,200", {"band_pay": 9300, "grade_pay": 4200}),
    (
        "dependent_eligibility",
        "beta 22 saal ka, naukri nahi",
        {"age_years": 22, "employed": False},
    ),
    # A figure that is wanted only because another was given.
    ("ward_entitlement", "ग्रेड पे 4,600, बैंड में 13,000", {"band_pay": 13000, "grade_pay": 4600}),
]


@pytest.mark.parametrize(("name", "text", "expected"), PLACED)
def test_a_figure_goes_to_the_input_it_is_said_for(
    read: Any, name: str, text: str, expected: dict[str, Any]
) -> None:
    found = read(name, text)
    assert {field: found.get(field) for field in expected} == expected


LEFT_OUT = [
    ("pension", "basic 56,100 aur kharcha 20,000", "highest_state_pay"),
    (
        "claim_time_limit",
        "TA bill, journey 5 May 2024, treasury 6 June 2024",
        "superior_sanction_date",
    ),
    ("leave_entitlement", "medical leave 45 days", "requested"),  # months are wanted
    ("leave_entitlement", "leave 90 days", "requested"),  # of which kind, so in what unit?
    ("next_increment_date", "promotion 5 May 2025, 6 mahine poore", "as_of"),
    ("gratuity", "grade pay 5400", "emoluments"),
    ("travel_class", "grade pay 5400", "level"),  # levels 9 and 10
    ("incidental_charges", "10 july, bus", "level"),
]


@pytest.mark.parametrize(("name", "text", "field"), LEFT_OUT)
def test_what_is_not_said_is_not_filled(read: Any, name: str, text: str, field: str) -> None:
    assert field not in read(name, text)


def test_a_correction_takes_the_place_of_the_figure_before_it(read: Any) -> None:
    assert read("medical_claim", "80 hazar… nahi 82,500")["claim_amount"] == 82500
    assert read("pension", "basic 56,100 sorry 65,100, 30 saal")["last_pay"] == 65100


def test_a_denial_about_something_else_is_no_correction(read: Any) -> None:
    found = read("sects_cover", "bill 5 lakh, card nahi hai, is saal 1 lakh use")
    assert (found["estimated_cost"], found["used_this_year"]) == (500000, 100000)


def test_after_a_result_a_figure_changes_what_was_given(read: Any) -> None:
    known = {"claim_amount": 80000, "institution_type": "private_in_state"}
    assert read("medical_claim", "aur agar 90 hazar ho", known) == {"claim_amount": 90000}


def test_a_bare_number_answers_the_question(read: Any) -> None:
    known = {"last_pay": 56100}
    assert read("pension", "33", known, "service_years") == {"service_years": 33}
    assert read("gpf_advance", "24", {}, "instalments") == {"instalments": 24}


def test_many_figures_are_placed_in_time(read: Any) -> None:
    assert read("liver_transplant_limit", "1,00,000 aur " * 100)

"""Values are read from what people write, in three scripts, each to the input it belongs to."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from actions.rules import calculators
from actions.understanding import match_choice, read_values

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)

SENTENCES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "sects_cover",
        "empanelled private hospital me bharti, 6 lakh 20 hazar ka kharcha, is saal 1 lakh use",
        {
            "hospital_type": "private_empanelled",
            "care": "ipd",
            "estimated_cost": 620000,
            "used_this_year": 100000,
        },
    ),
    (
        "sects_cover",
        "सूचीबद्ध निजी अस्पताल में भर्ती, बिल ₹3,40,000",
        {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": 340000},
    ),
    ("sects_cover", "5 lakh bill in a private hospital", {"estimated_cost": 500000}),
    (
        "vp_grant",
        "baadh me 1 maut aur 2 ghayal",
        {"purpose": "natural_calamity", "deceased_count": 1, "injured_count": 2},
    ),
    (
        "vp_grant",
        "cancer ke ilaj ka kharch 2 lakh, sarkari aspatal, gareeb hai",
        {
            "purpose": "medical",
            "hospital": "government",
            "treatment_cost": 200000,
            "major_disease": True,
            "poor": True,
        },
    ),
    (
        "dependent_eligibility",
        "papa ki income 5000, DR 50%, saath rehte hai",
        {
            "relation": "father",
            "monthly_income": 5000,
            "dearness_relief_percent": 50,
            "residing_with_employee": True,
        },
    ),
    (
        "dependent_eligibility",
        "mother lives with me, no she is not employed",
        {"relation": "mother", "residing_with_employee": True},
    ),
    (
        "medical_claim",
        "private hospital, emergency, 80 hazar ka bill, 5 march 2024 ko discharge, "
        "1 april 2024 ko jama kiya",
        {
            "institution_type": "private_in_state",
            "emergency": True,
            "claim_amount": 80000,
            "treatment_end_date": "2024-03-05",
            "submission_date": "2024-04-01",
        },
    ),
    ("retirement_date", "मेरा जन्म 15 अगस्त 1966 का है", {"birth_date": "1966-08-15"}),
    ("retirement_date", "born on 15/08/1966, when do I retire", {"birth_date": "1966-08-15"}),
    (
        "district_registration",
        "kanpur nagar ke pensioner kitne form",
        {"district": "Kanpur Nagar", "group": "pensioners"},
    ),
    (
        "district_registration",
        "जौनपुर के पेंशनरों के आवेदन",
        {"district": "Jaunpur", "group": "pensioners"},
    ),
    ("medical_claim", "80 hazar… nahi 82,500", {"claim_amount": 82500}),
]


@pytest.mark.parametrize(("name", "text", "expected"), SENTENCES)
def test_a_sentence_gives_its_values(name: str, text: str, expected: dict[str, Any]) -> None:
    found = read_values(talk.message(text), calculators()[name].inputs, {}, None)
    assert {key: found.get(key) for key in expected} == expected


def test_two_sums_without_a_correction_do_not_overwrite_each_other() -> None:
    inputs = calculators()["medical_claim"].inputs
    found = read_values(talk.message("80 hazar aur 90 hazar"), inputs, {}, "claim_amount")
    assert found["claim_amount"] == 80000


def test_a_yes_answers_only_the_question_that_was_asked() -> None:
    inputs = calculators()["vp_grant"].inputs
    assert read_values(talk.message("haan"), inputs, {}, "poor") == {"poor": True}
    assert read_values(talk.message("nahi"), inputs, {}, "poor") == {"poor": False}
    assert read_values(talk.message("haan"), inputs, {}, None) == {}


def test_a_choice_is_named_in_any_order_and_with_endings() -> None:
    choices = calculators()["sects_cover"].input("hospital_type").choices
    assert match_choice("haan ayushman list wala private hospital", choices) == (
        "private_empanelled"
    )
    assert match_choice("पता नहीं", choices) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(calculators())))
def test_reading_never_fails(text: str, name: str) -> None:
    inputs = calculators()[name].inputs
    for field in (None, inputs[0].name):
        found = read_values(talk.message(text), inputs, {}, field)
        assert set(found) <= {one.name for one in inputs}

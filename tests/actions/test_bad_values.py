"""Values that cannot be: the same words as the API's, then the question again."""

import importlib.util
from pathlib import Path

import pytest

from actions.calculate import ActionCalculate
from actions.fallback import ActionFallback
from actions.rules import InputError, calculators, compute

_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(talk)


def typed(chat, text: str) -> str:
    return chat.say(ActionFallback(), text, "faq/x", outcome="refuse")


def api_message(name: str, values: dict) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        compute(name, values, today=talk.TODAY)
    return caught.value.message


RETIRED = {"pension": 46150, "retirement_date": "2026-01-31", "application_date": "2026-01-31"}
LEAVING = {"joining_date": "2020-05-01", "leaving_date": "2019-05-01", "birth_date": "1990-01-01"}
DIED = {"death_kind": "in_service", "last_pay": 50000, "death_date": "2030-05-05"}
MOTHER = {
    "relation": "mother",
    "monthly_income": 5000,
    "dearness_relief_percent": 50,
    "residing_with_employee": True,
}

# Calculator, message, input asked again, and the same as the API gets it.
ABSURD = [
    (
        "dependent_eligibility",
        "mother, age 200 years, income 5000, DR 50%, lives with me",
        "age_years",
        MOTHER | {"age_years": 200},
    ),
    (
        "pension",
        "basic 56100, 70 years of service, pension",
        "service_years",
        {"last_pay": 56100, "service_years": 70},
    ),
    (
        "gratuity",
        "retirement gratuity, basic 56100, 99 saal ki naukri",
        "service_years",
        {"kind": "retirement", "emoluments": 56100, "service_years": 99},
    ),
    (
        "retirement_date",
        "born 15/08/2031, when do I retire",
        "birth_date",
        {"birth_date": "2031-08-15"},
    ),
    (
        "commutation",
        "pension 46150, born 01/02/2026, retired 31/01/2026, applied 31/01/2026, 40%",
        "birth_date",
        RETIRED | {"birth_date": "2026-02-01"},
    ),
    (
        "commutation",
        "pension 46150, commute 90%, born 01/02/1966, retired 31/01/2026",
        "percent",
        RETIRED | {"percent": 90, "birth_date": "1966-02-01"},
    ),
    (
        "qualifying_service",
        "born 01/01/1990, joined 01/05/2020, left service on 01/05/2019",
        "leaving_date",
        LEAVING,
    ),
    (
        "additional_pension",
        "pension 20000, born 01/01/2040",
        "birth_date",
        {"basic_pension": 20000, "birth_date": "2040-01-01"},
    ),
    (
        "family_pension",
        "death in service on 05/05/2030, basic 50000, 20 years of service",
        "death_date",
        DIED | {"service_years": 20},
    ),
    (
        "subsistence_allowance",
        "suspended, basic 50000, DA 900%",
        "da_percent",
        {"basic_pay": 50000, "da_percent": 900, "non_employment_certificate": True},
    ),
    (
        "sects_cover",
        "empanelled private hospital, admitted, bill 0 rupees",
        "estimated_cost",
        {"hospital_type": "private_empanelled", "care": "ipd", "estimated_cost": 0},
    ),
    (
        "ltc",
        "joined 01/07/2024, travel on 01/06/2020, 20 days of earned leave, 4 members",
        "travel_date",
        {"joining_date": "2024-07-01", "travel_date": "2020-06-01", "earned_leave_days": 20},
    ),
]


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize(("name", "text", "field", "values"), ABSURD)
def test_an_absurd_value_gets_the_words_of_the_api_and_the_question_again(
    name: str, text: str, field: str, values: dict, language: str
) -> None:
    chat = talk.Conversation(language)
    reply = chat.say(ActionCalculate(), text, f"calculate/{name}")
    assert api_message(name, values)[language] in reply
    assert reply.endswith(calculators()[name].input(field).prompt[language])
    assert chat.slots["task"]["asked"] == field
    assert field not in chat.slots["task"]["values"]


def test_there_are_ten() -> None:
    assert len(ABSURD) >= 10


def test_what_was_good_beside_a_bad_value_is_kept() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "70 years of service, basic 56100", "calculate/pension")
    assert chat.slots["task"]["values"]["last_pay"] == 56100
    assert "₹28,050" in typed(chat, "30 years")


def test_a_what_if_that_cannot_be_is_refused_and_the_result_stays() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "30 years of service, basic 56100", "calculate/pension")
    assert "cannot be more than 60" in typed(chat, "what if the service is 75 years")
    assert chat.slots["last"]["values"]["service_years"] == 30
    assert "₹7,012 less" in typed(chat, "15 years")


def test_a_bad_value_beside_one_taken_over_is_the_persons_own() -> None:
    chat = talk.Conversation()
    chat.say(ActionCalculate(), "30 years of service, basic 56100", "calculate/pension")
    typed(chat, "and gratuity?")
    assert "cannot be more than 60" in typed(chat, "no, 80 years")
    assert chat.slots["task"]["asked"] == "service_years"


def test_a_rule_asked_about_with_an_impossible_day_is_asked_again() -> None:
    from actions.answers import ActionAnswer

    chat = talk.Conversation()
    about = [{"label": "faq/retirement_age", "calculators": ["retirement_date"]}]
    text = "born 15/08/2031, retirement age?"
    reply = chat.say(ActionAnswer(), text, "faq/retirement_age", candidates=about)
    assert "cannot be after" in reply
    assert chat.slots["task"]["asked"] == "birth_date"

"""Reading of single fields and whole forms, apart from any calculator's rule."""

from datetime import date
from decimal import Decimal

import pytest

from actions.rules import InputError, calculators, check, missing
from actions.rules.inputs import KINDS, read_input
from actions.rules.kinds import parse

TODAY = date(2026, 11, 22)
TITLE = {"hi": "क", "en": "A"}


def row(**keys):
    return read_input({"name": "a", "title": TITLE, "prompt": TITLE, **keys})


@pytest.mark.parametrize("raw", [5.0, "5", True, None, [], 0, 11, 10**400])
def test_an_integer_refuses_decimals_text_booleans_and_what_is_out_of_range(raw):
    with pytest.raises(InputError):
        parse(row(kind="integer", minimum=1, maximum=10), raw)


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), "5", True, -0.1, 500.1])
def test_a_number_refuses_what_is_not_finite_or_out_of_range(raw):
    with pytest.raises(InputError):
        parse(row(kind="number", minimum=0, maximum=500), raw)


def test_a_number_is_kept_exactly_as_written():
    assert parse(row(kind="number"), 50.1) == Decimal("50.1")


@pytest.mark.parametrize(
    "raw",
    ["2023-02-30", "2023-2-3", "20230203", "२०२३-०२-०३", 20230203, "1899-12-31", " 2023-02-03"],
)
def test_a_date_must_be_real_and_iso(raw):
    with pytest.raises(InputError) as caught:
        parse(row(kind="date"), raw)
    assert caught.value.code == "not_date"


PLAIN = {"title": TITLE, "prompt": TITLE}
START = {"start": "2024-01-01"}
LIST = {
    "kind": "list",
    "items": [
        {"name": "start", "kind": "date", "required": "always", **PLAIN},
        {"name": "days", "kind": "integer", "minimum": 1, "default": 1, **PLAIN},
    ],
}
BAD_LISTS = [{}, [1], [{"days": 1}], [START | {"days": 0}], [START | {"x": 1}], [{1: 2}]]


PLAIN_LIST = {
    "kind": "list",
    "plain_items": True,
    "items": [{"name": "turn", "kind": "integer", "minimum": 1, "maximum": 4, **PLAIN}],
}


def test_a_plain_list_holds_single_values():
    assert parse(row(**PLAIN_LIST), [4, 1]) == [4, 1]
    assert parse(row(**PLAIN_LIST), []) == []


@pytest.mark.parametrize("raw", [1, [0], [1, 5], ["1"], [True], [None], [{"turn": 1}]])
def test_a_plain_list_refuses_whatever_one_value_refuses(raw):
    with pytest.raises(InputError) as caught:
        parse(row(**PLAIN_LIST), raw)
    assert caught.value.field == "a"


def test_a_list_reads_its_rows_with_defaults():
    first, second = parse(row(**LIST), [START | {"days": 3}, START])
    assert (first.days, second.days, second.start) == (3, 1, date(2024, 1, 1))


@pytest.mark.parametrize("raw", BAD_LISTS)
def test_whatever_is_wrong_in_a_list_names_the_list(raw):
    with pytest.raises(InputError) as caught:
        parse(row(**LIST), raw)
    assert caught.value.field == "a"


def test_every_input_has_what_a_form_and_a_chat_need():
    rows = [row for calculator in calculators().values() for row in calculator.inputs]
    assert len(rows) > 40
    for one in rows:
        assert one.kind in KINDS
        for text in (one.title, one.prompt, *(choice.title for choice in one.choices)):
            assert set(text) == {"hi", "en"}
        assert one.prompt["en"].rstrip(")").endswith(("?", ".", "all”")), one.prompt
        assert bool(one.choices) is (one.kind == "choice")
        assert one.to_json()["name"] == one.name


def test_words_of_a_choice_come_in_both_scripts_and_mean_one_choice():
    choices = [row for c in calculators().values() for row in c.inputs if row.choices]
    assert len(choices) > 10
    for one in choices:
        for choice in one.choices:
            if one.accepts_words:
                continue
            assert any(word.isascii() for word in choice.words), (one.name, choice.code)
            assert not all(word.isascii() for word in choice.words), (one.name, choice.code)
        ambiguous = {word for word, meant in one.meanings.items() if len(meant) > 1}
        assert ambiguous <= {"kanpur", "कानपुर"}, (one.name, ambiguous)


def test_missing_asks_in_table_order_and_leaves_quiet_defaults_alone():
    asked = [one.name for one in missing("sects_cover", {})]
    assert asked == ["hospital_type", "care", "estimated_cost"]


def test_missing_follows_the_answers_and_takes_null_for_i_do_not_know():
    form = {
        "claim_amount": 5,
        "institution_type": "private_in_state",
        "claimant": "serving",
        "treatment_end_date": "2026-10-01",
        "patient": "self",
    }
    assert [one.name for one in missing("medical_claim", form)] == ["emergency", "rate_amount"]
    form |= {"emergency": True, "rate_amount": None}
    asked = [one.name for one in missing("medical_claim", form)]
    assert asked == ["emergency_certified", "informed_office_within_30_days"]


def test_a_null_for_a_required_field_is_still_missing():
    assert "care" in [one.name for one in missing("sects_cover", {"care": None})]


def test_check_returns_what_json_holds():
    assert check("district_registration", "district", "बनारस") == "Varanasi"
    assert check("retirement_date", "birth_date", "1970-01-01") == "1970-01-01"


def test_check_with_today_sees_the_other_answers():
    form = {"treatment_end_date": "2026-10-01"}
    with pytest.raises(InputError) as caught:
        check("medical_claim", "submission_date", "2026-09-30", values=form, today=TODAY)
    assert caught.value.code == "too_early"
    assert check("medical_claim", "submission_date", "2026-09-30") == "2026-09-30"


def test_an_ambiguous_name_is_refused_with_both_districts():
    with pytest.raises(InputError) as caught:
        check("district_registration", "district", "Kanpur")
    assert caught.value.code == "ambiguous"
    assert "Kanpur Nagar" in caught.value.message["en"]
    assert "कानपुर देहात" in caught.value.message["hi"]


def test_a_near_miss_is_answered_with_the_nearest_name():
    with pytest.raises(InputError) as caught:
        check("district_registration", "district", "Gorkhpurr")
    assert "Gorakhpur" in caught.value.message["en"]


def test_an_error_never_repeats_what_was_typed():
    with pytest.raises(InputError) as caught:
        check("district_registration", "district", "9876543210")
    assert "9876543210" not in str(caught.value.to_json())

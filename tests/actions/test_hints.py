"""The keyboard and the table that go with a reply, for channels that can show them."""

from datetime import date

import pytest

from actions import hints
from actions.rules import calculators, compute
from actions.rules.sects.district_registration.formula import table_rows

TODAY = date(2026, 11, 22)


def table(district):
    outcome = compute("district_registration", {"district": district}, today=TODAY)
    return outcome.result, hints.table_of("district_registration", outcome.result)["table"]


def test_a_district_s_three_groups_stand_in_a_table():
    result, shown = table("Agra")
    assert shown["caption"]["en"] == "Agra: applications up to 22-06-2023"
    assert shown["chart"] is True
    assert [column["en"] for column in shown["columns"]] == [
        "Group",
        "Submitted",
        "Approved",
        "Pending",
    ]
    assert [row[1:] for row in shown["rows"]] == [
        [4655, 3814, 841],
        [8945, 7524, 1421],
        [13600, 11338, 2262],
    ]
    assert shown["rows"][-1][1] == result["submitted"]


def test_the_whole_state_is_a_row_for_each_district_that_adds_up():
    result, shown = table("all")
    rows = shown["rows"]
    assert len(rows) == 75
    assert sum(row[1] for row in rows) == result["submitted"]
    assert sum(row[3] for row in rows) == result["pending"]
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    for row in rows:
        assert row[0]["hi"]
        assert row[0]["en"]


@pytest.mark.parametrize("district", ["Agra", "Kheri", "all"])
def test_pending_is_what_is_not_approved(district):
    rows = table_rows(district)
    assert len(rows) in (3, 75)
    assert all(submitted - approved == pending for _, submitted, approved, pending in rows)


def test_other_results_have_no_table():
    assert hints.table_of("pension", {"pension": 45000}) == {}


def test_several_sums_stand_in_a_table():
    shown = hints.sums_table([({"hi": "पेंशन", "en": "Pension"}, 45000)])["table"]
    assert shown["rows"] == [[{"hi": "पेंशन", "en": "Pension"}, 45000]]
    assert "chart" not in shown


@pytest.mark.parametrize(
    ("calculator", "field", "kind"),
    [
        ("pension", "last_pay", "money"),
        ("pension", "service_years", "integer"),
        ("commutation", "birth_date", "date"),
        ("sects_cover", "hospital_type", None),
    ],
)
def test_a_question_names_the_keyboard_that_suits_it(calculator, field, kind):
    asked = hints.input_of(calculators()[calculator].input(field))
    assert asked == ({"input": {"type": kind}} if kind else {})


def test_a_refused_value_is_marked():
    field = calculators()["pension"].input("last_pay")
    assert hints.input_of(field, is_wrong=True)["input"] == {"type": "money", "invalid": True}

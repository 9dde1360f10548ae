"""Dated figures: lookup by day, the health check, and the district table against itself."""

from datetime import date

import pytest

from actions.rules import ParameterNotInForce, parameters
from actions.rules.lint import check_formula, check_parameter, check_texts, problems
from actions.rules.parameters import Parameter

GOOD = {
    "description": {"hi": "क", "en": "a"},
    "unit": "rupees",
    "period": "once",
    "reference": {"document": "sects_faq", "section": {"hi": "प्रश्न 1", "en": "Q 1"}},
    "checked_on": date(2026, 11, 22),
    "values": {date(2016, 1, 1): {"value": 5}, date(2020, 1, 1): {"value": None}},
}


def figure(rows):
    return Parameter("t.a", {}, "rupees", "once", {}, date(2026, 1, 1), "", rows)


def test_the_row_in_force_is_the_last_one_begun():
    rows = ((date(2016, 1, 1), 5), (date(2020, 1, 1), 7))
    assert figure(rows).row(date(2019, 12, 31)) == rows[0]
    assert figure(rows).row(date(2020, 1, 1)) == rows[1]


def test_the_day_before_the_first_row_is_refused_by_name_in_both_languages():
    with pytest.raises(ParameterNotInForce) as caught:
        figure(((date(2016, 1, 1), 5),)).row(date(2015, 12, 31), field="birth_date")
    assert caught.value.field == "birth_date"
    for text in caught.value.message.values():
        assert "t.a" in text
        assert "31-12-2015" in text
        assert "01-01-2016" in text


def test_a_repealed_figure_is_refused():
    with pytest.raises(ParameterNotInForce):
        figure(((date(2016, 1, 1), 5), (date(2020, 1, 1), None))).row(date(2021, 1, 1))


def test_the_package_is_healthy():
    assert len(parameters.names()) > 15
    assert problems() == []


def test_a_good_parameter_passes():
    assert list(check_parameter(GOOD)) == []


@pytest.mark.parametrize(
    "key", ["description", "unit", "period", "reference", "checked_on", "values"]
)
def test_a_parameter_without_a_part_is_refused(key):
    assert list(check_parameter({**GOOD, key: None}))


def test_rows_out_of_order_are_refused():
    rows = {date(2020, 1, 1): {"value": 1}, date(2016, 1, 1): {"value": 2}}
    assert "dates must rise from row to row" in list(check_parameter({**GOOD, "values": rows}))


@pytest.mark.parametrize(
    "source", ["limit = 500000", "x = min(cost * 0.95, 3)", 'text = "up to 5000 rupees"']
)
def test_a_bare_figure_in_a_formula_is_refused(source):
    assert list(check_formula(source))


@pytest.mark.parametrize(
    "source", ["half = cost // 2", '"""Chapter 12, line 2145."""', "x = 12 * 100"]
)
def test_arithmetic_and_docstrings_are_allowed(source):
    assert list(check_formula(source)) == []


def test_texts_must_agree_in_their_placeholders_and_be_said():
    content = {"steps": {"a": {"hi": "₹{x}।", "en": "₹{y}."}}, "sources": {}}
    found = list(check_texts(content, 'line("b")'))
    assert any("placeholders differ" in text for text in found)
    assert any("never says" in text for text in found)


def test_a_file_with_a_key_twice_or_a_row_unused_is_refused(tmp_path):
    folder = tmp_path / "topic" / "parameters"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("values:\n  2016-01-01: 1\n  2016-01-01: 2\n", "utf-8")
    assert any("duplicate" in text for text in problems(tmp_path))


def district_rows():
    table = parameters.fetch("sects.registrations").latest()[1]
    return table["districts"], table["grand_total"]


def test_the_district_table_adds_up_by_row_and_by_column():
    rows, total = district_rows()
    assert len(rows) == 75
    for name, (p_sent, p_done, s_sent, s_done, sent, done) in rows.items():
        assert (p_sent + s_sent, p_done + s_done) == (sent, done), name
        assert p_done <= p_sent, name
        assert s_done <= s_sent, name
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == total
    assert total == [125401, 104397, 249733, 180748, 375134, 285145]


def test_every_district_of_the_table_has_its_names():
    names = parameters.fetch("sects.districts").latest()[1]
    assert [*district_rows()[0], "all"] == list(names)

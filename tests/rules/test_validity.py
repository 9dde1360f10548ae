"""A result warns of figures that end soon or that nobody has compared lately."""

from datetime import date

import pytest

from actions.rules import compute, parameters, validity

TODAY = date(2026, 11, 22)
BORN = {"birth_date": "1968-08-15"}


@pytest.fixture
def ending(monkeypatch):
    """A figure that was repealed from 1 April 2027."""
    figure = parameters.fetch("pension.retirement_age")
    rows = (*figure.rows, (date(2027, 4, 1), None))
    changed = parameters.Parameter(**{**vars(figure), "rows": rows})
    monkeypatch.setattr(validity.parameters, "fetch", lambda _: changed)
    return changed


def test_figures_checked_lately_need_no_warning():
    assert compute("retirement_date", BORN, today=TODAY).warnings == []


def test_a_result_whose_figures_are_due_for_review_says_so_once():
    codes = [w["code"] for w in compute("pension", PENSION, today=date(2029, 1, 1)).warnings]
    assert codes.count("review_due") == 1


def test_the_warning_names_figure_and_day_in_both_languages():
    (warning,) = compute("retirement_date", BORN, today=date(2029, 1, 1)).warnings
    assert warning["text"]["en"].startswith("Age of superannuation: last checked on 22-11-2026")
    assert "22-11-2026" in warning["text"]["hi"]


def test_the_day_of_review_follows_the_document():
    assert validity.review_day("pension.retirement_age") == date(2028, 11, 22)


def test_a_figure_that_ends_says_until_when(ending):
    (warning,) = validity.warnings([ending.name], on=TODAY, today=TODAY)
    assert warning["code"] == "ends_pension.retirement_age"
    assert "31-03-2027" in warning["text"]["hi"]


def test_an_end_that_is_past_is_history(ending):
    later = date(2027, 6, 1)
    assert validity.warnings([ending.name], on=TODAY, today=later) == []


def test_a_figure_with_a_later_value_does_not_end():
    figure = parameters.fetch("gpf.interest_rate")
    assert figure.last_day(date(2010, 1, 1)) is None


PENSION = {
    "last_pay": 92_300,
    "service_years": 33,
    "service_months": 4,
    "retirement_date": "2020-07-31",
}

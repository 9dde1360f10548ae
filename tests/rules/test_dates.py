"""Date arithmetic against dateutil's."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from actions.rules.dates import (
    add_days,
    add_months,
    add_years,
    completed_months,
    completed_years,
    last_of_month,
)

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.integers(-900, 900))
def test_months_are_added_as_dateutil_adds_them(day, months):
    assert add_months(day, months) == day + relativedelta(months=months)


@given(days, st.integers(-90, 90))
def test_years_are_added_as_dateutil_adds_them(day, years):
    assert add_years(day, years) == day + relativedelta(years=years)


@given(days, st.integers(-5000, 5000))
def test_days_are_added_plainly(day, number):
    assert add_days(day, number) - day == timedelta(days=number)


@given(days)
def test_the_last_of_a_month_is_followed_by_a_first(day):
    last = last_of_month(day)
    assert (last.month, (last + timedelta(days=1)).day) == (day.month, 1)


@given(days, days)
def test_completed_years_and_months_are_the_most_that_fit(one, other):
    start, end = sorted((one, other))
    for completed, add in ((completed_years, add_years), (completed_months, add_months)):
        number = completed(start, end)
        assert add(start, number) <= end < add(start, number + 1)
